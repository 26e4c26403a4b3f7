// Package kube turns the cluster settings of a Terraform provider block into client-go configuration. Nothing here
// contacts the cluster: a provider is configured at plan, when the cluster may not exist yet.
package kube

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	apischema "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/homedir"
)

// Connection holds the arguments that the Helm and Kubernetes providers share. An argument that is null falls back to
// its environment variable; an unknown one counts as empty.
type Connection struct {
	Host                  types.String `tfsdk:"host"`
	Username              types.String `tfsdk:"username"`
	Password              types.String `tfsdk:"password"`
	Insecure              types.Bool   `tfsdk:"insecure"`
	TLSServerName         types.String `tfsdk:"tls_server_name"`
	ClientCertificate     types.String `tfsdk:"client_certificate"`
	ClientKey             types.String `tfsdk:"client_key"`
	ClusterCACertificate  types.String `tfsdk:"cluster_ca_certificate"`
	ConfigPaths           types.List   `tfsdk:"config_paths"`
	ConfigPath            types.String `tfsdk:"config_path"`
	ConfigContext         types.String `tfsdk:"config_context"`
	ConfigContextAuthInfo types.String `tfsdk:"config_context_auth_info"`
	ConfigContextCluster  types.String `tfsdk:"config_context_cluster"`
	Token                 types.String `tfsdk:"token"`
	ProxyURL              types.String `tfsdk:"proxy_url"`
}

// Exec is the credential plugin that prints a token, such as `aws eks get-token`.
type Exec struct {
	APIVersion types.String `tfsdk:"api_version"`
	Command    types.String `tfsdk:"command"`
	Env        types.Map    `tfsdk:"env"`
	Args       types.List   `tfsdk:"args"`
}

// ConnectionAttributes is the schema of Connection.
func ConnectionAttributes() map[string]schema.Attribute {
	text := schema.StringAttribute{Optional: true}
	return map[string]schema.Attribute{
		"host":                     text,
		"username":                 text,
		"password":                 text,
		"insecure":                 schema.BoolAttribute{Optional: true},
		"tls_server_name":          text,
		"client_certificate":       text,
		"client_key":               text,
		"cluster_ca_certificate":   text,
		"config_paths":             schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"config_path":              text,
		"config_context":           text,
		"config_context_auth_info": text,
		"config_context_cluster":   text,
		"token":                    text,
		"proxy_url":                text,
	}
}

// ExecAttributes is the schema of Exec.
func ExecAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"api_version": schema.StringAttribute{Required: true},
		"command":     schema.StringAttribute{Required: true},
		"env":         schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
	}
}

// ClientConfig resolves the connection for one namespace. It fails on a KUBE_INSECURE that is no boolean and on a host
// that is no URL.
func (c Connection) ClientConfig(exec *Exec, namespace string) (clientcmd.ClientConfig, error) {
	insecure, err := orEnvBool(c.Insecure, "KUBE_INSECURE")
	if err != nil {
		return nil, err
	}
	overrides := &clientcmd.ConfigOverrides{
		AuthInfo: api.AuthInfo{
			Username:              orEnv(c.Username, "KUBE_USER"),
			Password:              orEnv(c.Password, "KUBE_PASSWORD"),
			Token:                 orEnv(c.Token, "KUBE_TOKEN"),
			ClientCertificateData: []byte(orEnv(c.ClientCertificate, "KUBE_CLIENT_CERT_DATA")),
			ClientKeyData:         []byte(orEnv(c.ClientKey, "KUBE_CLIENT_KEY_DATA")),
			Exec:                  exec.config(),
		},
		ClusterInfo: api.Cluster{
			InsecureSkipTLSVerify:    insecure,
			TLSServerName:            orEnv(c.TLSServerName, "KUBE_TLS_SERVER_NAME"),
			CertificateAuthorityData: []byte(orEnv(c.ClusterCACertificate, "KUBE_CLUSTER_CA_CERT_DATA")),
		},
		ClusterDefaults: api.Cluster{ProxyURL: orEnv(c.ProxyURL, "KUBE_PROXY_URL")},
		Context:         api.Context{Namespace: namespace},
	}
	if host := orEnv(c.Host, "KUBE_HOST"); host != "" {
		withTLS := insecure || len(overrides.ClusterInfo.CertificateAuthorityData) > 0 ||
			len(overrides.AuthInfo.ClientCertificateData) > 0
		server, _, err := rest.DefaultServerURL(host, "", apischema.GroupVersion{}, withTLS)
		if err != nil {
			return nil, fmt.Errorf("the host %q of the cluster is no URL: %w", host, err)
		}
		overrides.ClusterInfo.Server = server.String()
	}
	rules := &clientcmd.ClientConfigLoadingRules{}
	if paths := c.kubeconfigs(); len(paths) > 0 {
		if len(paths) == 1 {
			rules.ExplicitPath = paths[0]
		} else {
			rules.Precedence = paths
		}
		overrides.CurrentContext = orEnv(c.ConfigContext, "KUBE_CTX")
		overrides.Context.AuthInfo = orEnv(c.ConfigContextAuthInfo, "KUBE_CTX_AUTH_INFO")
		overrides.Context.Cluster = orEnv(c.ConfigContextCluster, "KUBE_CTX_CLUSTER")
	}
	return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, overrides), nil
}

func (c Connection) kubeconfigs() []string {
	paths := texts(c.ConfigPaths.Elements())
	if path := orEnv(c.ConfigPath, "KUBE_CONFIG_PATH"); path != "" {
		paths = append([]string{path}, paths...)
	}
	if len(paths) == 0 {
		paths = filepath.SplitList(os.Getenv("KUBE_CONFIG_PATHS"))
	}
	for i, path := range paths {
		if len(path) > 1 && path[:2] == "~/" {
			paths[i] = filepath.Join(homedir.HomeDir(), path[2:])
		}
	}
	return paths
}

func (e *Exec) config() *api.ExecConfig {
	if e == nil {
		return nil
	}
	config := &api.ExecConfig{
		APIVersion:      e.APIVersion.ValueString(),
		Command:         e.Command.ValueString(),
		Args:            texts(e.Args.Elements()),
		InteractiveMode: api.IfAvailableExecInteractiveMode,
	}
	for name, value := range e.Env.Elements() {
		config.Env = append(config.Env, api.ExecEnvVar{Name: name, Value: text(value)})
	}
	return config
}

func orEnv(value types.String, variable string) string {
	if value.IsNull() {
		return os.Getenv(variable)
	}
	return value.ValueString()
}

func orEnvBool(value types.Bool, variable string) (bool, error) {
	set := os.Getenv(variable)
	if !value.IsNull() || set == "" {
		return value.ValueBool(), nil
	}
	parsed, err := strconv.ParseBool(set)
	if err != nil {
		return false, fmt.Errorf("the environment variable %s is %q: set it to true or false", variable, set)
	}
	return parsed, nil
}

func texts(values []attr.Value) []string {
	result := make([]string, 0, len(values))
	for _, value := range values {
		result = append(result, text(value))
	}
	return result
}

func text(value attr.Value) string {
	return value.(types.String).ValueString()
}
