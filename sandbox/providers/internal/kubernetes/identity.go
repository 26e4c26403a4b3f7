package kubernetes

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type identity struct {
	APIVersion types.String `tfsdk:"api_version"`
	Kind       types.String `tfsdk:"kind"`
	Name       types.String `tfsdk:"name"`
}

type namespacedIdentity struct {
	identity
	Namespace types.String `tfsdk:"namespace"`
}

func identitySchema() identityschema.Schema {
	needed := identityschema.StringAttribute{RequiredForImport: true}
	return identityschema.Schema{Version: 1, Attributes: map[string]identityschema.Attribute{
		"api_version": needed, "kind": needed, "name": needed,
	}}
}

func namespacedIdentitySchema() identityschema.Schema {
	schema := identitySchema()
	schema.Attributes["namespace"] = identityschema.StringAttribute{OptionalForImport: true}
	return schema
}

func setIdentity(ctx context.Context, target *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if target == nil {
		return nil
	}
	return target.Set(ctx, value)
}

func namespaced(kind, namespace, name string) namespacedIdentity {
	return namespacedIdentity{identified(kind, name), types.StringValue(namespace)}
}

func identified(kind, name string) identity {
	return identity{types.StringValue("v1"), types.StringValue(kind), types.StringValue(name)}
}

// forget drops an object that is gone from the state. The framework wants an identity even then.
func forget(ctx context.Context, resp *resource.ReadResponse, identity any) {
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, identity)...)
	resp.State.RemoveResource(ctx)
}

// importNamespaced takes an id of the form namespace/name, or the resource's identity.
func importNamespaced(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" {
		var known namespacedIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &known)...)
		if known.Namespace.IsNull() {
			known.Namespace = types.StringValue("default")
		}
		id = known.Namespace.ValueString() + "/" + known.Name.ValueString()
	}
	if _, _, err := splitID(id); err != nil {
		resp.Diagnostics.AddError("Unexpected id", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

func splitID(id string) (namespace, name string, err error) {
	namespace, name, found := strings.Cut(id, "/")
	if !found || strings.Contains(name, "/") {
		return "", "", fmt.Errorf("the id is %q: it must have the form namespace/name", id)
	}
	return namespace, name, nil
}
