package helm

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"sandbox/providers/internal/providertest"
)

type object = map[string]any

// start gives the provider for a cluster at that address.
func start(t *testing.T, host string) *providertest.Provider {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	provider := providertest.Start(t, providerserver.NewProtocol6(New())())
	if faults := provider.Configure(object{"kubernetes": object{"host": host}}); faults != "" {
		t.Fatal(faults)
	}
	return provider
}

// demo is the configuration of a release of the chart demo, with what the test adds to it.
func demo(charts *providertest.Charts, more object) object {
	config := object{
		"name": "web", "namespace": "apps", "repository": charts.OCI, "chart": "demo", "version": "1.0.0",
		"disable_openapi_validation": true, "timeout": 5,
	}
	for name, value := range more {
		config[name] = value
	}
	return config
}

func setting(name, value string) []any { return []any{object{"name": name, "value": value}} }

func TestApplyInstallsTheChart(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	config := demo(charts, object{"values": []any{"greeting: hello"}})
	start(t, cluster.URL).Resource("helm_release").MustApply(config)
	data := cluster.Object("namespaces/apps/configmaps/web-settings")["data"]
	if !reflect.DeepEqual(data, object{"greeting": "hello", "version": "1.0.0"}) {
		t.Fatal(data)
	}
}

func TestApplyRecordsTheRelease(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, object{"set": setting("greeting", "hello")}))
	metadata := release.State()["metadata"].(object)
	delete(metadata, "first_deployed")
	delete(metadata, "last_deployed")
	expected := object{
		"name": "web", "namespace": "apps", "chart": "demo", "version": "1.0.0", "app_version": "app-1.0.0",
		"revision": 1, "notes": "Installed web", "values": `{"greeting":"hello"}`,
	}
	if !reflect.DeepEqual(metadata, expected) {
		t.Fatal(metadata)
	}
}

func TestIdentityNamesTheRelease(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	if identity := release.Identity(); !reflect.DeepEqual(identity, object{"namespace": "apps", "release_name": "web"}) {
		t.Fatal(identity)
	}
}

func TestWriteOnlyValuesReachTheChartAndNotTheState(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	config := demo(charts, object{"set_wo": setting("greeting", "s3cret"), "set_wo_revision": 1})
	release := start(t, cluster.URL).Resource("helm_release").MustApply(config)
	sent := fmt.Sprint(cluster.Object("namespaces/apps/configmaps/web-settings"))
	if !strings.Contains(sent, "s3cret") || strings.Contains(fmt.Sprint(release.State()), "s3cret") {
		t.Fatalf("sent: %s, state: %v", sent, release.State())
	}
}

func TestWriteOnlyValuesAreSentAgainWithANewRevision(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	config := func(value string, revision int) object {
		return demo(charts, object{"set_wo": setting("greeting", value), "set_wo_revision": revision})
	}
	start(t, cluster.URL).Resource("helm_release").MustApply(config("one", 1)).MustApply(config("two", 2))
	if sent := fmt.Sprint(cluster.Object("namespaces/apps/configmaps/web-settings")); !strings.Contains(sent, "two") {
		t.Fatal(sent)
	}
}

func TestSensitiveValuesAreCovered(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, object{"set_sensitive": setting("a.b", "s3cret")}))
	if values := release.State()["metadata"].(object)["values"]; values != `{"a":{"b":"(sensitive value)"}}` {
		t.Fatal(values)
	}
}

func TestUpdateMakesANewRevision(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0", "1.1.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil)).
		MustApply(demo(charts, object{"version": "1.1.0"}))
	metadata := release.State()["metadata"].(object)
	if metadata["revision"] != 2 || metadata["version"] != "1.1.0" {
		t.Fatal(metadata)
	}
}

func TestRefreshForgetsAReleaseThatIsGone(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	cluster.Remove("namespaces/apps/secrets/sh.helm.release")
	if faults := release.Refresh(); faults != "" || release.State() != nil {
		t.Fatalf("%s %v", faults, release.State())
	}
}

// The published provider does this too: whoever plans against a dead cluster needs -refresh=false.
func TestRefreshForgetsAReleaseWhenTheClusterIsDown(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	cluster.Refuse = func(string, string) string { return "down" }
	if faults := release.Refresh(); faults != "" || release.State() != nil {
		t.Fatalf("%s %v", faults, release.State())
	}
}

// failUpgrades makes the chart's ConfigMap unchangeable.
func failUpgrades(cluster *providertest.Cluster) {
	cluster.Refuse = func(method, path string) string {
		if method != "GET" && strings.Contains(path, "configmaps") {
			return "configmaps are closed"
		}
		return ""
	}
}

func TestFailedUpgradePlansARepair(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	failUpgrades(cluster)
	broken := demo(charts, object{"values": []any{"greeting: broken"}})
	if faults := release.Apply(broken); !strings.Contains(faults, "configmaps are closed") {
		t.Fatal(faults)
	}
	if faults := release.Refresh(); faults != "" || release.State()["status"] != "failed" {
		t.Fatalf("%s %v", faults, release.State()["status"])
	}
	if plan := release.Plan(broken); plan.State["status"] != "deployed" {
		t.Fatalf("%s %v", plan.Faults, plan.State["status"])
	}
}

func TestFailedInstallStaysOutOfTheState(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release")
	failUpgrades(cluster)
	if faults := release.Apply(demo(charts, nil)); !strings.Contains(faults, "configmaps are closed") || release.State() != nil {
		t.Fatalf("%s %v", faults, release.State())
	}
}

func TestFailedInstallBlocksItsName(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release")
	failUpgrades(cluster)
	release.Apply(demo(charts, nil))
	cluster.Refuse = nil
	if faults := release.Apply(demo(charts, nil)); !strings.Contains(faults, "cannot re-use a name that is still in use") {
		t.Fatal(faults)
	}
}

func TestUpgradeInstallTakesOverAnInstalledRelease(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	provider := start(t, cluster.URL)
	provider.Resource("helm_release").MustApply(demo(charts, nil))
	adopted := provider.Resource("helm_release").MustApply(demo(charts, object{"upgrade_install": true}))
	if metadata := adopted.State()["metadata"].(object); metadata["revision"] != 2 {
		t.Fatal(metadata)
	}
}

func TestImportReadsTheRelease(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	provider := start(t, cluster.URL)
	provider.Resource("helm_release").MustApply(demo(charts, nil))
	imported := provider.Resource("helm_release")
	if faults := imported.Import("apps/web"); faults != "" || imported.State()["chart"] != "demo" || imported.State()["wait"] != true {
		t.Fatalf("%s %v", faults, imported.State())
	}
}

func TestImportRefusesAnIdWithoutNamespace(t *testing.T) {
	release := start(t, providertest.DeadAPI).Resource("helm_release")
	if faults := release.Import("web"); !strings.Contains(faults, "namespace/name") {
		t.Fatal(faults)
	}
}

func TestDestroyUninstalls(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	if faults := release.Destroy(); faults != "" || len(cluster.Paths("namespaces/apps/")) > 0 {
		t.Fatalf("%s %v", faults, cluster.Paths(""))
	}
}

func TestApplySaysWhichHostIsDead(t *testing.T) {
	release := start(t, providertest.DeadAPI).Resource("helm_release")
	faults := release.Apply(demo(providertest.NewCharts(t, "1.0.0"), nil))
	if !strings.Contains(faults, "cluster unreachable") || !strings.Contains(faults, "cluster.invalid") {
		t.Fatal(faults)
	}
}

func TestManifestExperimentIsRefused(t *testing.T) {
	provider := providertest.Start(t, providerserver.NewProtocol6(New())())
	faults := provider.Configure(object{"experiments": object{"manifest": true}})
	if !strings.Contains(faults, "no manifest experiment") {
		t.Fatal(faults)
	}
}

func TestValuesMergeInOrder(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, object{
		"values": []any{"a: {one: 1, two: 2}\nb: base", "a: {two: two}"},
		"set": []any{
			object{"name": "b", "value": "set"},
			object{"name": "number", "value": "7"},
			object{"name": "text", "value": "7", "type": "string"},
			object{"name": "raw", "value": "{x: 1}", "type": "literal"},
		},
		"set_list": []any{object{"name": "items", "value": []any{"p", "q"}}},
	}))
	var merged object
	if err := json.Unmarshal([]byte(release.State()["metadata"].(object)["values"].(string)), &merged); err != nil {
		t.Fatal(err)
	}
	expected := object{
		"a": object{"one": 1.0, "two": "two"}, "b": "set", "number": 7.0, "text": "7",
		"raw": object{"x": 1.0}, "items": []any{"p", "q"},
	}
	if !reflect.DeepEqual(merged, expected) {
		t.Fatal(merged)
	}
}
