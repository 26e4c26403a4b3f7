package kubernetes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"
)

var (
	_ resource.ResourceWithConfigure   = &storageClass{}
	_ resource.ResourceWithImportState = &storageClass{}
)

// storageClass is the resource kubernetes_storage_class_v1. The real one has no identity.
type storageClass struct{ configured }

type storageClassModel struct {
	ID                   types.String `tfsdk:"id"`
	Metadata             []ObjectMeta `tfsdk:"metadata"`
	AllowVolumeExpansion types.Bool   `tfsdk:"allow_volume_expansion"`
	Parameters           types.Map    `tfsdk:"parameters"`
	ReclaimPolicy        types.String `tfsdk:"reclaim_policy"`
	StorageProvisioner   types.String `tfsdk:"storage_provisioner"`
	VolumeBindingMode    types.String `tfsdk:"volume_binding_mode"`
}

func (s *storageClass) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_storage_class_v1"
}

func (s *storageClass) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	fixed := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":                     idAttribute(),
			"allow_volume_expansion": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
			"parameters": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()},
			},
			"reclaim_policy": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(string(corev1.PersistentVolumeReclaimDelete)),
				Validators: []validator.String{stringvalidator.OneOf("Recycle", "Delete", "Retain")},
			},
			"storage_provisioner": schema.StringAttribute{Required: true, PlanModifiers: fixed},
			"volume_binding_mode": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(string(storagev1.VolumeBindingImmediate)),
				PlanModifiers: fixed,
				Validators:    []validator.String{stringvalidator.OneOf("Immediate", "WaitForFirstConsumer")},
			},
		},
		Blocks: map[string]schema.Block{"metadata": metadataBlock()},
	}
}

func (s *storageClass) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan storageClassModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	reclaim := corev1.PersistentVolumeReclaimPolicy(plan.ReclaimPolicy.ValueString())
	binding := storagev1.VolumeBindingMode(plan.VolumeBindingMode.ValueString())
	made, err := api.StorageV1().StorageClasses().Create(ctx, &storagev1.StorageClass{
		ObjectMeta:           plan.Metadata[0].object(),
		Provisioner:          plan.StorageProvisioner.ValueString(),
		Parameters:           stringMap(plan.Parameters),
		ReclaimPolicy:        &reclaim,
		VolumeBindingMode:    &binding,
		AllowVolumeExpansion: plan.AllowVolumeExpansion.ValueBoolPointer(),
	}, metav1.CreateOptions{})
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	s.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (s *storageClass) record(m *storageClassModel, found *storagev1.StorageClass) {
	if len(m.Metadata) == 0 {
		m.Metadata = make([]ObjectMeta, 1)
	}
	m.ID = types.StringValue(found.Name)
	m.Metadata[0].record(s.settings, found.ObjectMeta)
	m.AllowVolumeExpansion = types.BoolValue(found.AllowVolumeExpansion != nil && *found.AllowVolumeExpansion)
	m.Parameters = recordedMap(m.Parameters, found.Parameters)
	m.StorageProvisioner = types.StringValue(found.Provisioner)
	if found.ReclaimPolicy != nil {
		m.ReclaimPolicy = types.StringValue(string(*found.ReclaimPolicy))
	}
	if found.VolumeBindingMode != nil {
		m.VolumeBindingMode = types.StringValue(string(*found.VolumeBindingMode))
	}
}

func (s *storageClass) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state storageClassModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := api.StorageV1().StorageClasses().Get(ctx, state.ID.ValueString(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	s.record(&state, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (s *storageClass) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state storageClassModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	patch := metadataPatch(state.Metadata[0], plan.Metadata[0])
	if !plan.AllowVolumeExpansion.Equal(state.AllowVolumeExpansion) {
		patch = append(patch, operation{Op: "add", Path: "/allowVolumeExpansion", Value: plan.AllowVolumeExpansion.ValueBool()})
	}
	made, err := api.StorageV1().StorageClasses().Patch(ctx, state.ID.ValueString(), apitypes.JSONPatchType, encode(patch), metav1.PatchOptions{})
	if err != nil {
		resp.Diagnostics.AddError("Failed to update storage class: "+err.Error(), "")
		return
	}
	s.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (s *storageClass) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state storageClassModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := api.StorageV1().StorageClasses().Delete(ctx, state.ID.ValueString(), metav1.DeleteOptions{})
	if ignoreNotFound(err) != nil {
		resp.Diagnostics.AddError(err.Error(), "")
	}
}

func (s *storageClass) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}
