package helm

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/registry"
	helmrelease "helm.sh/helm/v3/pkg/release"
)

// ModifyPlan fetches the chart at every plan, so that the version is known and a chart that can't be had stops the plan.
// It asks the cluster only for a release under upgrade_install without a version.
func (r *release) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan, config releaseModel
	var state *releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := r.settings.actions(ctx, plan.Namespace.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Invalid cluster settings", err.Error())
		return
	}
	loaded, file, err := r.locate(&plan, &action.NewInstall(actions).ChartPathOptions)
	if err != nil {
		resp.Diagnostics.AddError("Error locating chart", err.Error())
		return
	}
	resp.Diagnostics.Append(plan.lint(ctx, file)...)
	plan.Status = types.StringValue(helmrelease.StatusDeployed.String())
	plan.Manifest = types.StringNull()
	plan.Resources = types.MapNull(types.StringType)
	resp.Diagnostics.Append(plan.planVersion(config.Version, loaded, actions)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state == nil || plan.changes(state) {
		plan.Metadata = types.ObjectUnknown(metadataTypes)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (m *releaseModel) lint(ctx context.Context, file string) diag.Diagnostics {
	if !m.Lint.ValueBool() {
		return nil
	}
	values, diags := m.mergedValues(ctx)
	if diags.HasError() {
		return diags
	}
	if err := lint(file, values); err != nil {
		diags.AddError("Lint Error", err.Error())
	}
	return diags
}

// planVersion plans the chart's own version. A configured one must name exactly that, but for a leading v.
func (m *releaseModel) planVersion(configured types.String, loaded *chart.Chart, actions *action.Configuration) (diags diag.Diagnostics) {
	version := loaded.Metadata.Version
	if m.UpgradeInstall.ValueBool() && configured.IsNull() {
		installed, err := installedVersion(actions, m.Name.ValueString())
		if err != nil {
			diags.AddError("Failed to check installed release version", err.Error())
			return diags
		}
		if installed != "" {
			version = installed
		}
	}
	switch {
	case configured.IsNull():
		m.Version = types.StringValue(version)
	case sameVersion(configured.ValueString(), version):
		m.Version = configured
	default:
		diags.AddError("Planned version is different from configured version", fmt.Sprintf(
			"The configuration has the version %q, the chart that it selects has %q. Set the version to %[2]q, or leave it out.",
			configured.ValueString(), version))
	}
	return diags
}

// changes tells whether the plan gives the release a new revision, whose metadata is known after the apply only. A
// changed status is not among the reasons, as in the provider hashicorp/helm.
func (m *releaseModel) changes(state *releaseModel) bool {
	return !m.Chart.Equal(state.Chart) || !m.Repository.Equal(state.Repository) || !m.Version.Equal(state.Version) ||
		!m.Values.Equal(state.Values) || !m.Set.Equal(state.Set) || !m.SetList.Equal(state.SetList) ||
		!m.SetSensitive.Equal(state.SetSensitive)
}

// loginFor signs in to the registry of an OCI chart whose release holds a user and a password.
func (s *settings) loginFor(m *releaseModel) error {
	username, password := m.RepositoryUsername.ValueString(), m.RepositoryPassword.ValueString()
	if username == "" || password == "" {
		return nil
	}
	for _, location := range []string{m.Repository.ValueString(), m.Chart.ValueString()} {
		if registry.IsOCI(location) {
			return s.login(location, username, password)
		}
	}
	return nil
}
