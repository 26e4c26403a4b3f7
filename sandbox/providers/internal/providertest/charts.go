package providertest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

// Charts serves the chart "demo" in some versions over plain HTTP, from an OCI registry and a classic repository.
type Charts struct {
	// OCI is the address of the registry.
	OCI string
	// HTTP is the address of the classic repository.
	HTTP string

	blobs     map[string][]byte
	manifests map[string][]byte
	index     string
}

// NewCharts starts a server that stops with the test. Its chart makes one ConfigMap out of the value "greeting".
func NewCharts(t *testing.T, versions ...string) *Charts {
	t.Helper()
	charts := &Charts{blobs: map[string][]byte{}, manifests: map[string][]byte{}, index: "apiVersion: v1\nentries:\n  demo:\n"}
	server := httptest.NewServer(charts)
	t.Cleanup(server.Close)
	charts.HTTP = server.URL + "/charts"
	charts.OCI = strings.Replace(server.URL, "http://", "oci://", 1) + "/charts"
	for _, version := range versions {
		charts.add(t, version)
	}
	return charts
}

func (c *Charts) add(t *testing.T, version string) {
	t.Helper()
	demo := &chart.Chart{
		Metadata: &chart.Metadata{APIVersion: "v2", Name: "demo", Version: version, AppVersion: "app-" + version},
		Templates: []*chart.File{
			{Name: "templates/settings.yaml", Data: []byte(template)},
			{Name: "templates/NOTES.txt", Data: []byte("Installed {{ .Release.Name }}")},
		},
	}
	file, err := chartutil.Save(demo, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	config := []byte(fmt.Sprintf(`{"apiVersion":"v2","name":"demo","version":%q}`, version))
	c.blobs[digest(packed)], c.blobs[digest(config)] = packed, config
	manifest := []byte(fmt.Sprintf(`{"schemaVersion":2,"mediaType":%q,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json",`+
		`"digest":%q,"size":%d},"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":%q,"size":%d}]}`,
		manifestType, digest(config), len(config), digest(packed), len(packed)))
	c.manifests[version], c.manifests[digest(manifest)] = manifest, manifest
	c.index += fmt.Sprintf("  - {apiVersion: v2, name: demo, version: %s, urls: [%q]}\n", version, c.HTTP+"/"+digest(packed)+".tgz")
}

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	template     = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-settings, namespace: {{ .Release.Namespace }}}
data: {greeting: {{ .Values.greeting | default "none" | quote }}, version: {{ .Chart.Version | quote }}}
`
)

func digest(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

func (c *Charts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	content := c.blobs[strings.TrimSuffix(name, ".tgz")]
	switch {
	case name == "index.yaml":
		content = []byte(c.index)
	case strings.Contains(r.URL.Path, "/manifests/"):
		content = c.manifests[name]
		w.Header().Set("Content-Type", manifestType)
		w.Header().Set("Docker-Content-Digest", digest(content))
	}
	if content == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	if r.Method != http.MethodHead {
		if _, err := w.Write(content); err != nil {
			panic(err)
		}
	}
}
