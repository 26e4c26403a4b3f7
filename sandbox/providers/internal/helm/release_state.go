package helm

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"helm.sh/helm/v3/pkg/action"
	helmrelease "helm.sh/helm/v3/pkg/release"
)

// record writes what Helm says about a release into the model and the identity.
func (m *releaseModel) record(ctx context.Context, found *helmrelease.Release, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	values, diags := m.recordedValues(ctx, found.Config)
	if diags.HasError() {
		return diags
	}
	about := found.Chart.Metadata
	m.ID = types.StringValue(found.Name)
	m.Name = types.StringValue(found.Name)
	m.Namespace = types.StringValue(found.Namespace)
	m.Status = types.StringValue(found.Info.Status.String())
	m.Manifest = types.StringNull()
	m.Resources = types.MapNull(types.StringType)
	if !sameVersion(about.Version, m.Version.ValueString()) {
		m.Version = types.StringValue(about.Version)
	}
	m.Metadata, diags = types.ObjectValue(metadataTypes, map[string]attr.Value{
		"name":           types.StringValue(found.Name),
		"namespace":      types.StringValue(found.Namespace),
		"revision":       types.Int64Value(int64(found.Version)),
		"chart":          types.StringValue(about.Name),
		"version":        types.StringValue(about.Version),
		"app_version":    types.StringValue(about.AppVersion),
		"values":         types.StringValue(values),
		"first_deployed": types.Int64Value(found.Info.FirstDeployed.Unix()),
		"last_deployed":  types.Int64Value(found.Info.LastDeployed.Unix()),
		"notes":          types.StringValue(found.Info.Notes),
	})
	diags.Append(setIdentity(ctx, identity, m.Namespace, m.Name)...)
	return diags
}

func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, namespace, name types.String) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, identityModel{Namespace: namespace, ReleaseName: name})
}

// recordedValues are the values of a release as JSON. With write-only values among them nothing tells these apart, so
// none is recorded.
func (m *releaseModel) recordedValues(ctx context.Context, config map[string]any) (string, diag.Diagnostics) {
	if config == nil || m.SetWORevision.ValueInt64() > 0 {
		return "{}", nil
	}
	covered, diags := m.hidden(ctx, config)
	encoded, err := json.Marshal(covered)
	if err != nil {
		diags.AddError("Unreadable values", err.Error())
	}
	return string(encoded), diags
}

func sameVersion(a, b string) bool {
	return strings.TrimPrefix(a, "v") == strings.TrimPrefix(b, "v")
}

// ImportState takes an id of the form namespace/name, or the resource's identity.
func (r *release) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := identityModel{Namespace: types.StringValue("default")}
	if req.ID != "" {
		namespace, name, found := strings.Cut(req.ID, "/")
		if !found || strings.Contains(name, "/") {
			resp.Diagnostics.AddError("Unable to parse import identifier",
				fmt.Sprintf("The id is %q: it must have the form namespace/name.", req.ID))
			return
		}
		id = identityModel{Namespace: types.StringValue(namespace), ReleaseName: types.StringValue(name)}
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := r.settings.actions(ctx, id.Namespace.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Invalid cluster settings", err.Error())
		return
	}
	found, err := action.NewGet(actions).Run(id.ReleaseName.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Error getting release",
			fmt.Sprintf("Unable to get Helm release %s: %s", id.ReleaseName.ValueString(), err))
		return
	}
	var state releaseModel
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), found.Name)...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.Chart = types.StringValue(found.Chart.Metadata.Name)
	state.Description = types.StringValue(found.Info.Description)
	resp.Diagnostics.Append(state.record(ctx, found, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	for name, value := range flagDefaults {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	for name, value := range numberDefaults {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
