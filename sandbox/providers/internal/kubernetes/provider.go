// Package kubernetes is the sandbox's offline edition of the Terraform provider hashicorp/kubernetes.
package kubernetes

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	client "k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"sandbox/providers/internal/kube"
)

// New makes the provider.
func New() provider.Provider { return &kubernetesProvider{} }

type kubernetesProvider struct{}

type providerModel struct {
	kube.Connection
	Exec              []kube.Exec        `tfsdk:"exec"`
	Experiments       []experimentsModel `tfsdk:"experiments"`
	IgnoreAnnotations types.List         `tfsdk:"ignore_annotations"`
	IgnoreLabels      types.List         `tfsdk:"ignore_labels"`
}

type experimentsModel struct {
	ManifestResource types.Bool `tfsdk:"manifest_resource"`
}

// settings is what the configured provider hands to its resources.
type settings struct {
	cluster           *rest.Config
	ignoreAnnotations []*regexp.Regexp
	ignoreLabels      []*regexp.Regexp
}

func (p *kubernetesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "kubernetes"
}

func (p *kubernetesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := kube.ConnectionAttributes()
	attributes["ignore_annotations"] = schema.ListAttribute{Optional: true, ElementType: types.StringType}
	attributes["ignore_labels"] = schema.ListAttribute{Optional: true, ElementType: types.StringType}
	attributes["config_path"] = schema.StringAttribute{
		Optional:   true,
		Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("config_paths"))},
	}
	resp.Schema = schema.Schema{
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"exec": schema.ListNestedBlock{
				NestedObject: schema.NestedBlockObject{Attributes: kube.ExecAttributes()},
			},
			"experiments": schema.ListNestedBlock{
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"manifest_resource": schema.BoolAttribute{
						Optional:           true,
						DeprecationMessage: "The resource kubernetes_manifest is no experiment any more: this has no effect.",
					},
				}},
			},
		},
	}
}

// Configure contacts no cluster, but refuses settings that can't lead to one. With none at all, or none known yet, the
// clients try this machine.
func (p *kubernetesProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var exec *kube.Exec
	if len(config.Exec) > 0 {
		exec = &config.Exec[0]
	}
	for _, fault := range config.Faults() {
		resp.Diagnostics.AddError("Invalid attribute in provider configuration", fault)
	}
	target, err := config.ClientConfig(exec, "")
	if err != nil {
		resp.Diagnostics.AddError("Invalid provider configuration", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	made := &settings{cluster: &rest.Config{}}
	cluster, err := target.ClientConfig()
	if err == nil {
		made.cluster = cluster
	} else if !clientcmd.IsEmptyConfig(err) {
		resp.Diagnostics.AddError("Provider configuration: cannot load Kubernetes client config", err.Error())
	}
	made.ignoreAnnotations = expressions(ctx, config.IgnoreAnnotations, path.Root("ignore_annotations"), &resp.Diagnostics)
	made.ignoreLabels = expressions(ctx, config.IgnoreLabels, path.Root("ignore_labels"), &resp.Diagnostics)
	resp.ResourceData = made
}

func expressions(ctx context.Context, list types.List, at path.Path, diags *diag.Diagnostics) []*regexp.Regexp {
	var patterns []types.String
	if !list.IsUnknown() {
		diags.Append(list.ElementsAs(ctx, &patterns, false)...)
	}
	compiled := make([]*regexp.Regexp, 0, len(patterns))
	for _, pattern := range patterns {
		expression, err := regexp.Compile(pattern.ValueString())
		if err != nil {
			diags.AddAttributeError(at, "Invalid regular expression", err.Error())
			continue
		}
		compiled = append(compiled, expression)
	}
	return compiled
}

func (p *kubernetesProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &namespace{} },
		func() resource.Resource { return &configMap{} },
		func() resource.Resource { return &secret{} },
		func() resource.Resource { return &storageClass{} },
	}
}

func (p *kubernetesProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// configured is the part that every resource of this provider shares.
type configured struct{ settings *settings }

func (c *configured) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	c.settings, _ = req.ProviderData.(*settings)
}

func (c *configured) client(diags *diag.Diagnostics) client.Interface {
	made, err := client.NewForConfig(c.settings.cluster)
	if err != nil {
		diags.AddError("Invalid cluster settings", fmt.Sprintf("Failed to configure client: %s", err))
	}
	return made
}
