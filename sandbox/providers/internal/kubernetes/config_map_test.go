package kubernetes

import (
	"reflect"
	"strings"
	"testing"

	"sandbox/providers/internal/providertest"
)

const storedConfigMap = "namespaces/apps/configmaps/settings"

func TestConfigMapIsCreated(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := named("settings", object{"data": object{"a": "1"}, "binary_data": object{"b": "Ymlu"}})
	start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(config)
	stored := cluster.Object(storedConfigMap)
	if !reflect.DeepEqual(stored["data"], object{"a": "1"}) || !reflect.DeepEqual(stored["binaryData"], object{"b": "Ymlu"}) {
		t.Fatal(stored)
	}
}

func TestConfigMapChangesPlanWithoutTheCluster(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", object{"data": object{"a": "1"}}))
	cluster.Refuse = func(string, string) string { return "down" }
	plan := configMap.Plan(named("settings", object{"data": object{"a": "2"}}))
	if plan.Faults != "" || !reflect.DeepEqual(plan.State["data"], object{"a": "2"}) {
		t.Fatalf("%s %v", plan.Faults, plan.State["data"])
	}
}

func TestConfigMapUpdateKeepsItsIdentifiersKnown(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", object{"data": object{"a": "1"}}))
	plan := configMap.Plan(named("settings", object{"data": object{"a": "2"}}))
	if !reflect.DeepEqual(plan.State["metadata"], configMap.State()["metadata"]) {
		t.Fatal(plan.State["metadata"])
	}
}

func TestConfigMapDriftIsSeen(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", object{"data": object{"a": "1"}}))
	cluster.Put(storedConfigMap, object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": object{}, "data": object{"a": "changed"}})
	configMap.Refresh()
	if data := configMap.State()["data"]; !reflect.DeepEqual(data, object{"a": "changed"}) {
		t.Fatal(data)
	}
}

func TestConfigMapUpdateTouchesOnlyItsKeys(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").
		MustApply(named("settings", object{"data": object{"a": "1", "b/c~d": "2"}}))
	cluster.Put(storedConfigMap, object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": object{},
		"data": object{"a": "1", "b/c~d": "2", "foreign": "x"}})
	configMap.MustApply(named("settings", object{"data": object{"a": "", "d/e~f": "3"}}))
	if data := cluster.Object(storedConfigMap)["data"]; !reflect.DeepEqual(data, object{"a": "", "d/e~f": "3", "foreign": "x"}) {
		t.Fatal(data)
	}
}

func TestImmutableConfigMapIsReplaced(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").
		MustApply(named("settings", object{"data": object{"a": "1"}, "immutable": true}))
	plan := configMap.Plan(named("settings", object{"data": object{"a": "2"}, "immutable": true}))
	if !reflect.DeepEqual(plan.Replaces, []string{`AttributeName("data")`}) {
		t.Fatal(plan.Replaces)
	}
}

func TestConfigMapThatIsGoneIsForgotten(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", nil))
	cluster.Remove("namespaces/apps")
	if faults := configMap.Refresh(); faults != "" || configMap.State() != nil {
		t.Fatalf("%s %v", faults, configMap.State())
	}
}

func TestConfigMapImportPlansNothing(t *testing.T) {
	cluster := providertest.NewCluster(t)
	provider := start(t, cluster.URL, nil)
	config := named("settings", object{"data": object{"a": "1"}})
	provider.Resource("kubernetes_config_map_v1").MustApply(config)
	imported := provider.Resource("kubernetes_config_map_v1")
	faults := imported.Import("apps/settings")
	if plan := imported.Plan(config); !reflect.DeepEqual(plan.State, imported.State()) {
		t.Fatalf("%s%s %v", faults, plan.Faults, plan.State)
	}
}

func TestConfigMapImportRefusesAnIdWithoutNamespace(t *testing.T) {
	faults := start(t, providertest.DeadAPI, nil).Resource("kubernetes_config_map_v1").Import("settings")
	if !strings.Contains(faults, "namespace/name") {
		t.Fatal(faults)
	}
}

func TestConfigMapIdentity(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", nil))
	expected := object{"api_version": "v1", "kind": "ConfigMap", "namespace": "apps", "name": "settings"}
	if identity := configMap.Identity(); !reflect.DeepEqual(identity, expected) {
		t.Fatal(identity)
	}
}

func TestConfigMapIsDestroyed(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", nil))
	if faults := configMap.Destroy(); faults != "" || cluster.Object(storedConfigMap) != nil {
		t.Fatal(faults)
	}
}

func TestConfigMapThatIsGoneIsDestroyed(t *testing.T) {
	cluster := providertest.NewCluster(t)
	configMap := start(t, cluster.URL, nil).Resource("kubernetes_config_map_v1").MustApply(named("settings", nil))
	cluster.Remove("namespaces/apps")
	if faults := configMap.Destroy(); faults != "" {
		t.Fatal(faults)
	}
}

func TestConfigMapLivesInTheDefaultNamespace(t *testing.T) {
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_config_map_v1").
		Plan(object{"metadata": []any{object{"name": "settings"}}})
	if metadata(plan.State)["namespace"] != "default" {
		t.Fatal(plan.State)
	}
}

func TestBinaryDataMustBeBase64(t *testing.T) {
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_config_map_v1").
		Plan(named("settings", object{"binary_data": object{"b": "not base64"}}))
	if !strings.Contains(plan.Faults, "must be base64") {
		t.Fatal(plan.Faults)
	}
}
