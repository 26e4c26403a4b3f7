// Package helm is the sandbox's offline edition of the Terraform provider hashicorp/helm.
package helm

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"helm.sh/helm/v3/pkg/cli"
	"helm.sh/helm/v3/pkg/registry"

	"sandbox/providers/internal/kube"
)

// New makes the provider.
func New() provider.Provider { return &helmProvider{} }

type helmProvider struct{}

type providerModel struct {
	Debug                types.Bool    `tfsdk:"debug"`
	PluginsPath          types.String  `tfsdk:"plugins_path"`
	RegistryConfigPath   types.String  `tfsdk:"registry_config_path"`
	RepositoryConfigPath types.String  `tfsdk:"repository_config_path"`
	RepositoryCache      types.String  `tfsdk:"repository_cache"`
	HelmDriver           types.String  `tfsdk:"helm_driver"`
	BurstLimit           types.Int64   `tfsdk:"burst_limit"`
	QPS                  types.Float64 `tfsdk:"qps"`
	Kubernetes           types.Object  `tfsdk:"kubernetes"`
	Registries           types.List    `tfsdk:"registries"`
	Experiments          types.Object  `tfsdk:"experiments"`
}

type kubernetesModel struct {
	kube.Connection
	Exec *kube.Exec `tfsdk:"exec"`
}

type registryModel struct {
	URL      types.String `tfsdk:"url"`
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
}

type experimentsModel struct {
	Manifest types.Bool `tfsdk:"manifest"`
}

// settings is what the configured provider hands to its resources.
type settings struct {
	connection kube.Connection
	exec       *kube.Exec
	env        *cli.EnvSettings
	registry   *registry.Client
	driver     string
	burst      int
	qps        float32

	// Helm's chart cache is one folder: releases of one run that want the same chart must not write it at once.
	charts   sync.Mutex
	logins   sync.Mutex
	loggedIn map[string]bool
}

func (p *helmProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "helm"
}

func (p *helmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text := schema.StringAttribute{Optional: true}
	needed := schema.StringAttribute{Required: true}
	cluster := kube.ConnectionAttributes()
	cluster["exec"] = schema.SingleNestedAttribute{Optional: true, Attributes: kube.ExecAttributes()}
	cluster["config_path"] = schema.StringAttribute{
		Optional: true,
		Validators: []validator.String{
			stringvalidator.ConflictsWith(path.MatchRoot("kubernetes").AtName("config_paths")),
		},
	}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"debug":                  schema.BoolAttribute{Optional: true},
		"plugins_path":           text,
		"registry_config_path":   text,
		"repository_config_path": text,
		"repository_cache":       text,
		"helm_driver": schema.StringAttribute{
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf("memory", "configmap", "secret", "sql")},
		},
		"burst_limit": schema.Int64Attribute{Optional: true},
		"qps":         schema.Float64Attribute{Optional: true},
		"kubernetes":  schema.SingleNestedAttribute{Optional: true, Attributes: cluster},
		"registries": schema.ListNestedAttribute{
			Optional: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"url": needed, "username": needed, "password": needed,
			}},
		},
		"experiments": schema.SingleNestedAttribute{
			Optional:   true,
			Attributes: map[string]schema.Attribute{"manifest": schema.BoolAttribute{Optional: true}},
		},
	}}
}

func (p *helmProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	var target kubernetesModel
	var experiments experimentsModel
	lenient := basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !config.Kubernetes.IsNull() && !config.Kubernetes.IsUnknown() {
		resp.Diagnostics.Append(config.Kubernetes.As(ctx, &target, lenient)...)
	}
	resp.Diagnostics.Append(config.Experiments.As(ctx, &experiments, lenient)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if experiments.Manifest.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("experiments").AtName("manifest"), "Experiment not available",
			"The offline edition of the Helm provider has no manifest experiment. Remove experiments.manifest or set it to false.")
		return
	}
	made, err := newSettings(config, target)
	if err != nil {
		resp.Diagnostics.AddError("Invalid provider configuration", err.Error())
		return
	}
	if !config.Registries.IsUnknown() {
		var registries []registryModel
		resp.Diagnostics.Append(config.Registries.ElementsAs(ctx, &registries, false)...)
		for _, r := range registries {
			if err := made.login(r.URL.ValueString(), r.Username.ValueString(), r.Password.ValueString()); err != nil {
				resp.Diagnostics.AddError("OCI Registry login failed", err.Error())
			}
		}
	}
	resp.ResourceData = made
}

func newSettings(config providerModel, target kubernetesModel) (*settings, error) {
	client, err := registry.NewClient()
	if err != nil {
		return nil, err
	}
	burst, err := number(float64(config.BurstLimit.ValueInt64()), config.BurstLimit.IsNull(), "HELM_BURST_LIMIT")
	if err != nil {
		return nil, err
	}
	qps, err := number(config.QPS.ValueFloat64(), config.QPS.IsNull(), "HELM_QPS")
	if err != nil {
		return nil, err
	}
	env := cli.New()
	env.Debug = config.Debug.ValueBool() || os.Getenv("HELM_DEBUG") == "true"
	override(&env.PluginsDirectory, config.PluginsPath, "HELM_PLUGINS_PATH")
	override(&env.RegistryConfig, config.RegistryConfigPath, "HELM_REGISTRY_CONFIG_PATH")
	override(&env.RepositoryConfig, config.RepositoryConfigPath, "HELM_REPOSITORY_CONFIG_PATH")
	override(&env.RepositoryCache, config.RepositoryCache, "HELM_REPOSITORY_CACHE")
	made := &settings{
		connection: target.Connection,
		exec:       target.Exec,
		env:        env,
		registry:   client,
		burst:      int(burst),
		qps:        float32(qps),
		loggedIn:   map[string]bool{},
	}
	override(&made.driver, config.HelmDriver, "HELM_DRIVER")
	return made, nil
}

func override(setting *string, argument types.String, variable string) {
	value := argument.ValueString()
	if argument.IsNull() {
		value = os.Getenv(variable)
	}
	if value != "" {
		*setting = value
	}
}

func number(argument float64, null bool, variable string) (float64, error) {
	set := os.Getenv(variable)
	if !null || set == "" {
		return argument, nil
	}
	value, err := strconv.ParseFloat(set, 64)
	if err != nil {
		return 0, fmt.Errorf("the environment variable %s is %q: set it to a number", variable, set)
	}
	return value, nil
}

// login signs in to the registry of an oci:// URL, once a run.
func (s *settings) login(repository, username, password string) error {
	location, err := url.Parse(repository)
	if err != nil {
		return fmt.Errorf("the registry %q is no URL: %w", repository, err)
	}
	s.logins.Lock()
	defer s.logins.Unlock()
	if s.loggedIn[location.Host] {
		return nil
	}
	if err := s.registry.Login(location.Host, registry.LoginOptBasicAuth(username, password)); err != nil {
		return fmt.Errorf("could not login to OCI registry %q: %w", location.Host, err)
	}
	s.loggedIn[location.Host] = true
	return nil
}

func (p *helmProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &release{} }}
}

func (p *helmProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
