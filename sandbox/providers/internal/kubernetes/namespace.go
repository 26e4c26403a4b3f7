package kubernetes

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	client "k8s.io/client-go/kubernetes"
)

const (
	namespaceDeleteTimeout = 5 * time.Minute
	serviceAccountTimeout  = 20 * time.Minute
	pollInterval           = 250 * time.Millisecond
)

var (
	_ resource.ResourceWithConfigure   = &namespace{}
	_ resource.ResourceWithImportState = &namespace{}
	_ resource.ResourceWithIdentity    = &namespace{}
)

// namespace is the resource kubernetes_namespace_v1.
type namespace struct{ configured }

type namespaceModel struct {
	ID                           types.String   `tfsdk:"id"`
	Metadata                     []ObjectMeta   `tfsdk:"metadata"`
	WaitForDefaultServiceAccount types.Bool     `tfsdk:"wait_for_default_service_account"`
	Timeouts                     timeouts.Value `tfsdk:"timeouts"`
}

func (n *namespace) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_namespace_v1"
}

func (n *namespace) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": idAttribute(),
			"wait_for_default_service_account": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			},
		},
		Blocks: map[string]schema.Block{
			"metadata": metadataBlock(),
			"timeouts": timeouts.Block(ctx, timeouts.Opts{Delete: true}),
		},
	}
}

func (n *namespace) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema()
}

func (n *namespace) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan namespaceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	api := n.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	object := &corev1.Namespace{ObjectMeta: plan.Metadata[0].object()}
	made, err := api.CoreV1().Namespaces().Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	n.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, identified("Namespace", made.Name))...)
	if plan.WaitForDefaultServiceAccount.ValueBool() {
		if err := waitForServiceAccount(ctx, api, made.Name); err != nil {
			resp.Diagnostics.AddError(err.Error(), "")
		}
	}
}

func waitForServiceAccount(ctx context.Context, api client.Interface, namespace string) error {
	return wait.PollUntilContextTimeout(ctx, pollInterval, serviceAccountTimeout, true, func(ctx context.Context) (bool, error) {
		_, err := api.CoreV1().ServiceAccounts(namespace).Get(ctx, "default", metav1.GetOptions{})
		return err == nil, ignoreNotFound(err)
	})
}

func (n *namespace) record(m *namespaceModel, found *corev1.Namespace) {
	if len(m.Metadata) == 0 {
		m.Metadata = make([]ObjectMeta, 1)
	}
	m.ID = types.StringValue(found.Name)
	m.Metadata[0].record(n.settings, found.ObjectMeta)
}

func (n *namespace) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state namespaceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := n.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := api.CoreV1().Namespaces().Get(ctx, state.ID.ValueString(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		forget(ctx, resp, identified("Namespace", state.ID.ValueString()))
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	n.record(&state, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, identified("Namespace", found.Name))...)
}

func (n *namespace) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state namespaceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	api := n.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	patch := encode(metadataPatch(state.Metadata[0], plan.Metadata[0]))
	made, err := api.CoreV1().Namespaces().Patch(ctx, state.ID.ValueString(), apitypes.JSONPatchType, patch, metav1.PatchOptions{})
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	n.record(&plan, made)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, identified("Namespace", made.Name))...)
}

// Delete waits until the namespace and all that is in it are gone.
func (n *namespace) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state namespaceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, namespaceDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	api := n.client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	name := state.ID.ValueString()
	err := api.CoreV1().Namespaces().Delete(ctx, name, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(err.Error(), "")
		return
	}
	resp.Diagnostics.Append(waitUntilGone(ctx, api, name, timeout)...)
}

func waitUntilGone(ctx context.Context, api client.Interface, name string, timeout time.Duration) (diags diag.Diagnostics) {
	var last corev1.Namespace
	err := wait.PollUntilContextTimeout(ctx, pollInterval, timeout, true, func(ctx context.Context) (bool, error) {
		found, err := api.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
		if err == nil {
			last = *found
		}
		return apierrors.IsNotFound(err), ignoreNotFound(err)
	})
	if err == nil {
		return nil
	}
	var reasons []string
	for _, condition := range last.Status.Conditions {
		if condition.Status == corev1.ConditionTrue {
			reasons = append(reasons, condition.Message)
		}
	}
	diags.AddError(fmt.Sprintf("The namespace %s is not gone after %s: %s", name, timeout, err), strings.Join(reasons, "\n"))
	return diags
}

func (n *namespace) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("name"), req, resp)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("wait_for_default_service_account"), false)...)
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func encode(patch []operation) []byte {
	if patch == nil {
		patch = []operation{}
	}
	encoded, err := json.Marshal(patch)
	if err != nil {
		panic(err) // strings, booleans and maps of strings always encode
	}
	return encoded
}
