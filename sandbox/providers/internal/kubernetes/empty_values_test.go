package kubernetes

import (
	"reflect"
	"testing"

	"sandbox/providers/internal/providertest"
)

// What the real provider leaves in a state where this one leaves null.
var (
	emptyMeta    = object{"generate_name": "", "annotations": object{}, "labels": object{}}
	emptyContent = object{"immutable": false, "binary_data": object{}}
)

// heldByTheRealProvider applies a configuration, and puts the state in place that the real provider would have made.
func heldByTheRealProvider(t *testing.T, kind string, config, content object) *providertest.Resource {
	resource := start(t, providertest.NewCluster(t).URL, nil).Resource(kind).MustApply(config)
	state := resource.State()
	for name, value := range content {
		state[name] = value
	}
	for name, value := range emptyMeta {
		metadata(state)[name] = value
	}
	resource.Hold(state)
	return resource
}

func TestStatesOfTheRealProviderPlanNothing(t *testing.T) {
	for kind, content := range map[string]object{
		"kubernetes_namespace_v1":  {},
		"kubernetes_config_map_v1": emptyContent,
		"kubernetes_secret_v1":     emptyContent,
	} {
		resource := heldByTheRealProvider(t, kind, apps(nil), content)
		if faults := resource.Refresh(); faults != "" {
			t.Fatal(kind, faults)
		}
		plan := resource.Plan(apps(nil))
		if plan.Faults != "" || len(plan.Replaces) > 0 || !reflect.DeepEqual(plan.State, resource.State()) {
			t.Errorf("%s: %s %v %v\n%v", kind, plan.Faults, plan.Replaces, plan.State, resource.State())
		}
	}
}

func TestStatesOfTheRealProviderAreUpdatedInPlace(t *testing.T) {
	namespace := heldByTheRealProvider(t, "kubernetes_namespace_v1", apps(nil), nil)
	config := apps(object{"labels": object{"team": "web"}})
	if plan := namespace.Plan(config); len(plan.Replaces) > 0 {
		t.Fatal(plan.Replaces)
	}
	namespace.MustApply(config)
	if labels := metadata(namespace.State())["labels"]; !reflect.DeepEqual(labels, object{"team": "web"}) {
		t.Fatal(labels)
	}
}

func TestANamePrefixStillReplacesANamespace(t *testing.T) {
	namespace := heldByTheRealProvider(t, "kubernetes_namespace_v1", apps(nil), nil)
	plan := namespace.Plan(object{"metadata": []any{object{"generate_name": "apps-"}}})
	if len(plan.Replaces) == 0 {
		t.Fatal(plan.State)
	}
}
