package kube

import (
	"encoding/pem"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// Faults lists what the provider hashicorp/kubernetes refuses when it is configured, plan or not: a placeholder must pass
// here. The text of each follows the argument's name.
func (c Connection) Faults() []string {
	var faults []string
	if host := orEnv(c.Host, "KUBE_HOST"); host != "" {
		if _, err := url.ParseRequestURI(host); err != nil {
			faults = append(faults, fmt.Sprintf("'host' is not a valid URL: %q", host))
		}
	}
	for _, path := range c.kubeconfigs() {
		if _, err := os.Stat(path); err != nil {
			faults = append(faults, fmt.Sprintf("'config_path' refers to an invalid path: %s", err))
		}
	}
	isCertificate := func(kind string) bool { return kind == "CERTIFICATE" }
	isKey := func(kind string) bool { return strings.Contains(kind, "PRIVATE KEY") }
	if !isPEM(orEnv(c.ClusterCACertificate, "KUBE_CLUSTER_CA_CERT_DATA"), isCertificate) {
		faults = append(faults, "'cluster_ca_certificate' is not a valid PEM encoded certificate")
	}
	if !isPEM(orEnv(c.ClientCertificate, "KUBE_CLIENT_CERT_DATA"), isCertificate) {
		faults = append(faults, "'client_certificate' is not a valid PEM encoded certificate")
	}
	if !isPEM(orEnv(c.ClientKey, "KUBE_CLIENT_KEY_DATA"), isKey) {
		faults = append(faults, "'client_key' is not a valid PEM encoded private key")
	}
	return faults
}

func isPEM(text string, accepts func(kind string) bool) bool {
	block, _ := pem.Decode([]byte(text))
	return text == "" || block != nil && accepts(block.Type)
}
