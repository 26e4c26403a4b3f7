package kubernetes

import (
	"context"
	"encoding/base64"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"
)

var (
	_ resource.ResourceWithConfigure   = &configMap{}
	_ resource.ResourceWithModifyPlan  = &configMap{}
	_ resource.ResourceWithImportState = &configMap{}
	_ resource.ResourceWithIdentity    = &configMap{}
)

// configMap is the resource kubernetes_config_map_v1.
type configMap struct{ configured }

type configMapModel struct {
	ID         types.String     `tfsdk:"id"`
	Metadata   []NamespacedMeta `tfsdk:"metadata"`
	Data       types.Map        `tfsdk:"data"`
	BinaryData types.Map        `tfsdk:"binary_data"`
	Immutable  types.Bool       `tfsdk:"immutable"`
}

func (c *configMap) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_config_map_v1"
}

func (c *configMap) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":   idAttribute(),
			"data": schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"binary_data": schema.MapAttribute{
				Optional: true, ElementType: types.StringType, Validators: []validator.Map{entries{base64Faults}},
			},
			"immutable": schema.BoolAttribute{Optional: true},
		},
		Blocks: map[string]schema.Block{"metadata": namespacedMetadataBlock()},
	}
}

func (c *configMap) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = namespacedIdentitySchema()
}

// ModifyPlan replaces an immutable ConfigMap whose content changes.
func (c *configMap) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state configMapModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	replaceImmutable(state.Immutable, resp,
		change{"data", state.Data, plan.Data},
		change{"binary_data", state.BinaryData, plan.BinaryData},
		change{"immutable", state.Immutable, plan.Immutable})
}

func (c *configMap) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan configMapModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	api := c.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	object := &corev1.ConfigMap{
		ObjectMeta: plan.Metadata[0].object(),
		Data:       stringMap(plan.Data),
		BinaryData: decoded(stringMap(plan.BinaryData)),
		Immutable:  plan.Immutable.ValueBoolPointer(),
	}
	made, err := api.CoreV1().ConfigMaps(object.Namespace).Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	c.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.identity())...)
}

func (c *configMap) record(m *configMapModel, found *corev1.ConfigMap) {
	if len(m.Metadata) == 0 {
		m.Metadata = make([]NamespacedMeta, 1)
	}
	m.ID = types.StringValue(found.Namespace + "/" + found.Name)
	m.Metadata[0].record(c.settings, found.ObjectMeta)
	m.Data = recordedMap(m.Data, found.Data)
	m.BinaryData = recordedMap(m.BinaryData, encoded(found.BinaryData))
	m.Immutable = recordedFlag(m.Immutable, found.Immutable)
}

func (m *configMapModel) identity() namespacedIdentity {
	return namespaced("ConfigMap", m.Metadata[0].Namespace.ValueString(), m.Metadata[0].Name.ValueString())
}

func (c *configMap) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state configMapModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := c.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	namespace, name, err := splitID(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	found, err := api.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		forget(ctx, resp, namespaced("ConfigMap", namespace, name))
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	c.record(&state, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.identity())...)
}

func (c *configMap) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state configMapModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := c.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	patch := metadataPatch(state.Metadata[0].ObjectMeta, plan.Metadata[0].ObjectMeta)
	patch = append(patch, mapPatch("/binaryData", stringMap(state.BinaryData), stringMap(plan.BinaryData))...)
	patch = append(patch, mapPatch("/data", stringMap(state.Data), stringMap(plan.Data))...)
	patch = append(patch, immutablePatch(state.Immutable, plan.Immutable)...)
	meta := state.Metadata[0].object()
	made, err := api.CoreV1().ConfigMaps(meta.Namespace).Patch(ctx, meta.Name, apitypes.JSONPatchType, encode(patch), metav1.PatchOptions{})
	if err != nil {
		resp.Diagnostics.AddError("Failed to update Config Map: "+err.Error(), "")
		return
	}
	c.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.identity())...)
}

func (c *configMap) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state configMapModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := c.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	meta := state.Metadata[0].object()
	err := api.CoreV1().ConfigMaps(meta.Namespace).Delete(ctx, meta.Name, metav1.DeleteOptions{})
	if ignoreNotFound(err) != nil {
		resp.Diagnostics.AddError(err.Error(), "")
	}
}

func (c *configMap) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importNamespaced(ctx, req, resp)
}

// change is an argument before and after.
type change struct {
	name     string
	old, new attr.Value
}

// replaceImmutable replaces an object that the cluster lets nobody change.
func replaceImmutable(immutable types.Bool, resp *resource.ModifyPlanResponse, changes ...change) {
	for _, one := range changes {
		if immutable.ValueBool() && !one.new.Equal(one.old) {
			resp.RequiresReplace.Append(path.Root(one.name))
		}
	}
}

// recordedFlag keeps an unset flag unset while the cluster has it off.
func recordedFlag(known types.Bool, found *bool) types.Bool {
	if found == nil || !*found {
		if known.ValueBool() {
			return types.BoolValue(false)
		}
		return known
	}
	return types.BoolValue(true)
}

// decoded drops nothing: what is no base64 was refused at plan.
func decoded(values map[string]string) map[string][]byte {
	result := make(map[string][]byte, len(values))
	for key, value := range values {
		result[key], _ = base64.StdEncoding.DecodeString(value)
	}
	return result
}

func encoded(values map[string][]byte) map[string]string {
	result := make(map[string]string, len(values))
	for key, value := range values {
		result[key] = base64.StdEncoding.EncodeToString(value)
	}
	return result
}
