package kubernetes

import (
	"strings"
	"testing"

	"sandbox/providers/internal/providertest"
)

type object = map[string]any

// start gives the provider for a cluster at that address, configured with what the test adds.
func start(t *testing.T, host string, more object) *providertest.Provider {
	t.Helper()
	provider := providertest.Start(t, NewServer())
	config := object{"host": host, "exec": []any{}, "experiments": []any{}}
	for name, value := range more {
		config[name] = value
	}
	if faults := provider.Configure(config); faults != "" {
		t.Fatal(faults)
	}
	return provider
}

// named is a resource's configuration with that name in the namespace apps.
func named(name string, more object) object {
	config := object{"metadata": []any{object{"name": name, "namespace": "apps"}}}
	for key, value := range more {
		config[key] = value
	}
	return config
}

func metadata(state object) object { return state["metadata"].([]any)[0].(object) }

func TestConfigureRefusesWhatIsNoSetting(t *testing.T) {
	const pem = "-----BEGIN %s-----\nAAAA\n-----END %s-----\n"
	certificate := strings.ReplaceAll(pem, "%s", "CERTIFICATE")
	cases := map[string]struct {
		config object
		fault  string
	}{
		"host that is no URL":        {object{"host": "nowhere"}, "'host' is not a valid URL"},
		"CA that is no certificate":  {object{"cluster_ca_certificate": "later"}, "'cluster_ca_certificate' is not a valid PEM"},
		"CA that is a key":           {object{"cluster_ca_certificate": strings.ReplaceAll(pem, "%s", "PRIVATE KEY")}, "'cluster_ca_certificate'"},
		"key that is a certificate":  {object{"client_key": certificate}, "'client_key' is not a valid PEM encoded private key"},
		"kubeconfig that is missing": {object{"config_path": "/does/not/exist"}, "'config_path' refers to an invalid path"},
		"CA without a host":          {object{"cluster_ca_certificate": certificate}, "cannot load Kubernetes client config"},
		"unknown host with a CA": {
			object{"host": providertest.Unknown, "cluster_ca_certificate": certificate}, "cannot load Kubernetes client config",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			test.config["exec"], test.config["experiments"] = []any{}, []any{}
			if faults := providertest.Start(t, NewServer()).Configure(test.config); !strings.Contains(faults, test.fault) {
				t.Fatal(faults)
			}
		})
	}
}

func TestConfigureAcceptsAPlaceholder(t *testing.T) {
	certificate := "-----BEGIN CERTIFICATE-----\ncGxhY2Vob2xkZXI=\n-----END CERTIFICATE-----\n"
	start(t, "https://cluster.invalid", object{
		"cluster_ca_certificate": certificate,
		"exec": []any{object{
			"api_version": "client.authentication.k8s.io/v1beta1", "command": "aws", "args": []any{"eks", "get-token"},
		}},
	})
}

func TestConfigureAcceptsSettingsThatAreUnknown(t *testing.T) {
	start(t, "", object{
		"host": providertest.Unknown, "cluster_ca_certificate": providertest.Unknown,
		"exec": []any{object{
			"api_version": "client.authentication.k8s.io/v1beta1", "command": "aws", "args": []any{providertest.Unknown},
		}},
	})
}

func TestArgumentsFallBackToTheEnvironment(t *testing.T) {
	cluster := providertest.NewCluster(t)
	t.Setenv("KUBE_HOST", cluster.URL)
	provider := providertest.Start(t, NewServer())
	if faults := provider.Configure(object{"exec": []any{}, "experiments": []any{}}); faults != "" {
		t.Fatal(faults)
	}
	provider.Resource("kubernetes_config_map_v1").MustApply(named("settings", nil))
}

func TestCredentialCommandThatFailsIsNamed(t *testing.T) {
	provider := start(t, "https://127.0.0.1:1", object{"exec": []any{object{
		"api_version": "client.authentication.k8s.io/v1beta1", "command": "/does/not/exist/aws",
	}}})
	faults := provider.Resource("kubernetes_config_map_v1").Apply(named("settings", nil))
	if !strings.Contains(faults, "/does/not/exist/aws") {
		t.Fatal(faults)
	}
}
