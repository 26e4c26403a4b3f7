package kubernetes

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
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
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	client "k8s.io/client-go/kubernetes"
)

const secretCreateTimeout = time.Minute

var (
	_ resource.ResourceWithConfigure   = &secret{}
	_ resource.ResourceWithModifyPlan  = &secret{}
	_ resource.ResourceWithImportState = &secret{}
	_ resource.ResourceWithIdentity    = &secret{}
)

// secret is the resource kubernetes_secret_v1.
type secret struct{ configured }

type secretModel struct {
	ID                         types.String     `tfsdk:"id"`
	Metadata                   []NamespacedMeta `tfsdk:"metadata"`
	Type                       types.String     `tfsdk:"type"`
	Data                       types.Map        `tfsdk:"data"`
	DataWO                     types.Map        `tfsdk:"data_wo"`
	DataWORevision             types.Int64      `tfsdk:"data_wo_revision"`
	BinaryData                 types.Map        `tfsdk:"binary_data"`
	BinaryDataWO               types.Map        `tfsdk:"binary_data_wo"`
	BinaryDataWORevision       types.Int64      `tfsdk:"binary_data_wo_revision"`
	Immutable                  types.Bool       `tfsdk:"immutable"`
	WaitForServiceAccountToken types.Bool       `tfsdk:"wait_for_service_account_token"`
	Timeouts                   timeouts.Value   `tfsdk:"timeouts"`
}

func (s *secret) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_secret_v1"
}

func (s *secret) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	writeOnly := func(other string, more ...validator.Map) schema.MapAttribute {
		return schema.MapAttribute{
			Optional: true, WriteOnly: true, ElementType: types.StringType,
			Validators: append(more, mapvalidator.ConflictsWith(path.MatchRoot(other))),
		}
	}
	revision := func(of string) schema.Int64Attribute {
		return schema.Int64Attribute{Optional: true, Validators: []validator.Int64{
			int64validator.AtLeast(1), int64validator.AlsoRequires(path.MatchRoot(of)),
		}}
	}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": idAttribute(),
			"type": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(string(corev1.SecretTypeOpaque)),
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"data": schema.MapAttribute{
				Optional: true, Computed: true, Sensitive: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.UseStateForUnknown()},
			},
			"data_wo":          writeOnly("data"),
			"data_wo_revision": revision("data_wo"),
			"binary_data": schema.MapAttribute{
				Optional: true, Sensitive: true, ElementType: types.StringType, Validators: []validator.Map{entries{base64Faults}},
			},
			"binary_data_wo":          writeOnly("binary_data", entries{base64Faults}),
			"binary_data_wo_revision": revision("binary_data_wo"),
			"immutable":               schema.BoolAttribute{Optional: true},
			"wait_for_service_account_token": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			},
		},
		Blocks: map[string]schema.Block{
			"metadata": namespacedMetadataBlock(),
			"timeouts": timeouts.Block(ctx, timeouts.Opts{Create: true}),
		},
	}
}

func (s *secret) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = namespacedIdentitySchema()
}

// ModifyPlan replaces an immutable Secret whose content changes.
func (s *secret) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state secretModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	replaceImmutable(state.Immutable, resp,
		change{"data", state.Data, plan.Data},
		change{"binary_data", state.BinaryData, plan.BinaryData},
		change{"immutable", state.Immutable, plan.Immutable})
}

func (s *secret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config secretModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	timeout, diags := plan.Timeouts.Create(ctx, secretCreateTimeout)
	resp.Diagnostics.Append(diags...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	object := &corev1.Secret{
		ObjectMeta: plan.Metadata[0].object(),
		Type:       corev1.SecretType(plan.Type.ValueString()),
		StringData: stringMap(plan.Data),
		Data:       decoded(stringMap(plan.BinaryData)),
		Immutable:  plan.Immutable.ValueBoolPointer(),
	}
	if plan.DataWORevision.ValueInt64() > 0 {
		object.StringData = stringMap(config.DataWO)
	}
	if plan.BinaryDataWORevision.ValueInt64() > 0 {
		object.Data = decoded(stringMap(config.BinaryDataWO))
	}
	made, err := api.CoreV1().Secrets(object.Namespace).Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	if made.Type == corev1.SecretTypeServiceAccountToken && plan.WaitForServiceAccountToken.ValueBool() {
		made, err = waitForToken(ctx, api, made, timeout)
		if err != nil {
			resp.Diagnostics.AddError(err.Error(), "")
		}
	}
	s.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.identity())...)
}

func waitForToken(ctx context.Context, api client.Interface, made *corev1.Secret, timeout time.Duration) (*corev1.Secret, error) {
	err := wait.PollUntilContextTimeout(ctx, pollInterval, timeout, true, func(ctx context.Context) (bool, error) {
		found, err := api.CoreV1().Secrets(made.Namespace).Get(ctx, made.Name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		made = found
		return made.Data["token"] != nil, nil
	})
	if err != nil {
		return made, fmt.Errorf("the secret %s/%s got no service account token within %s: %w", made.Namespace, made.Name, timeout, err)
	}
	return made, nil
}

func (m *secretModel) identity() namespacedIdentity {
	return namespaced("Secret", m.Metadata[0].Namespace.ValueString(), m.Metadata[0].Name.ValueString())
}

func (s *secret) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state secretModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	namespace, name, err := splitID(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	found, err := api.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		forget(ctx, resp, namespaced("Secret", namespace, name))
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	s.record(&state, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.identity())...)
}

func (s *secret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config secretModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	patch := metadataPatch(state.Metadata[0].ObjectMeta, plan.Metadata[0].ObjectMeta)
	if content, changed := plan.changedContent(&state, &config); changed {
		patch = append(patch, operation{Op: "add", Path: "/data", Value: content})
	}
	patch = append(patch, immutablePatch(state.Immutable, plan.Immutable)...)
	meta := state.Metadata[0].object()
	made, err := api.CoreV1().Secrets(meta.Namespace).Patch(ctx, meta.Name, apitypes.JSONPatchType, encode(patch), metav1.PatchOptions{})
	if err != nil {
		resp.Diagnostics.AddError("Failed to update secret: "+err.Error(), "")
		return
	}
	s.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.identity())...)
}

func (s *secret) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state secretModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := s.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	meta := state.Metadata[0].object()
	err := api.CoreV1().Secrets(meta.Namespace).Delete(ctx, meta.Name, metav1.DeleteOptions{})
	if ignoreNotFound(err) != nil {
		resp.Diagnostics.AddError(err.Error(), "")
	}
}

func (s *secret) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importNamespaced(ctx, req, resp)
}
