package helm

import (
	"reflect"
	"strings"
	"testing"

	"sandbox/providers/internal/providertest"
)

func TestCreatePlanNeedsNoCluster(t *testing.T) {
	plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(demo(providertest.NewCharts(t, "1.0.0"), nil))
	if plan.Faults != "" || plan.State["status"] != "deployed" || plan.State["metadata"] != providertest.Unknown {
		t.Fatalf("%s %v", plan.Faults, plan.State)
	}
}

func TestPlanTakesTheVersionOfTheChart(t *testing.T) {
	charts := providertest.NewCharts(t, "1.4.1", "1.4.2")
	config := demo(charts, object{"repository": charts.HTTP, "version": nil})
	plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(config)
	if plan.State["version"] != "1.4.2" {
		t.Fatalf("%s %v", plan.Faults, plan.State["version"])
	}
}

func TestPlanFailsWithoutTheChartRepository(t *testing.T) {
	charts := providertest.NewCharts(t, "1.0.0")
	plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(demo(charts, object{"repository": "https://charts.invalid"}))
	if !strings.Contains(plan.Faults, "Error locating chart") || !strings.Contains(plan.Faults, "charts.invalid") {
		t.Fatal(plan.Faults)
	}
}

func TestPlanRefusesAVersionRange(t *testing.T) {
	charts := providertest.NewCharts(t, "1.0.0")
	plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(demo(charts, object{"repository": charts.HTTP, "version": "~1.0"}))
	if !strings.Contains(plan.Faults, `has the version "~1.0"`) {
		t.Fatal(plan.Faults)
	}
}

func TestUpgradeInstallWithoutVersionAsksTheClusterAtPlan(t *testing.T) {
	charts := providertest.NewCharts(t, "1.0.0")
	config := demo(charts, object{"repository": charts.HTTP, "version": nil, "upgrade_install": true})
	plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(config)
	if !strings.Contains(plan.Faults, "cluster.invalid") {
		t.Fatal(plan.Faults)
	}
}

func TestUnchangedReleasePlansNothingWithoutTheCluster(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	cluster.Refuse = func(string, string) string { return "down" }
	if plan := release.Plan(demo(charts, nil)); plan.Faults != "" || !reflect.DeepEqual(plan.State, release.State()) {
		t.Fatalf("%s %v", plan.Faults, plan.State)
	}
}

func TestAnotherNameReplacesTheRelease(t *testing.T) {
	cluster, charts := providertest.NewCluster(t), providertest.NewCharts(t, "1.0.0")
	release := start(t, cluster.URL).Resource("helm_release").MustApply(demo(charts, nil))
	if plan := release.Plan(demo(charts, object{"name": "other"})); !reflect.DeepEqual(plan.Replaces, []string{`AttributeName("name")`}) {
		t.Fatal(plan.Replaces)
	}
}

func TestPlanFetchesFromARegistryOverPlainHTTP(t *testing.T) {
	charts := providertest.NewCharts(t, "2.0.0")
	config := demo(charts, object{"repository": charts.OCI, "version": "2.0.0"})
	if plan := start(t, providertest.DeadAPI).Resource("helm_release").Plan(config); plan.State["version"] != "2.0.0" {
		t.Fatal(plan.Faults)
	}
}
