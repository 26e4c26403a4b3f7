package kubernetes

import (
	"reflect"
	"strings"
	"testing"

	"sandbox/providers/internal/providertest"
)

func apps(more object) object {
	meta := object{"name": "apps"}
	for name, value := range more {
		meta[name] = value
	}
	return object{"metadata": []any{meta}}
}

func TestNamespacePlanNeedsNoCluster(t *testing.T) {
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_namespace_v1").Plan(apps(nil))
	if plan.Faults != "" || metadata(plan.State)["name"] != "apps" || plan.State["id"] != providertest.Unknown {
		t.Fatalf("%s %v", plan.Faults, plan.State)
	}
}

func TestNamespaceNameIsMadeByTheCluster(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := object{"metadata": []any{object{"generate_name": "apps-"}}}
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(config)
	if name := metadata(namespace.State())["name"].(string); cluster.Object("namespaces/"+name) == nil {
		t.Fatal(namespace.State())
	}
}

func TestNamespaceHidesTheLabelsOfKubernetes(t *testing.T) {
	cluster := providertest.NewCluster(t)
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(apps(object{"labels": object{"team": "web"}}))
	cluster.Put("namespaces/apps", object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{
		"labels": object{"team": "web", "kubernetes.io/metadata.name": "apps"},
	}})
	namespace.Refresh()
	if labels := metadata(namespace.State())["labels"]; !reflect.DeepEqual(labels, object{"team": "web"}) {
		t.Fatal(labels)
	}
}

func TestNamespaceHidesIgnoredLabels(t *testing.T) {
	cluster := providertest.NewCluster(t)
	provider := start(t, cluster.URL, object{"ignore_labels": []any{"^flux"}})
	namespace := provider.Resource("kubernetes_namespace_v1").MustApply(apps(nil))
	cluster.Put("namespaces/apps", object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{"labels": object{"flux/owner": "x"}}})
	namespace.Refresh()
	if labels := metadata(namespace.State())["labels"]; labels != nil {
		t.Fatal(labels)
	}
}

func TestNamespaceUpdateLeavesForeignLabels(t *testing.T) {
	cluster := providertest.NewCluster(t)
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(apps(object{"labels": object{"team": "web"}}))
	cluster.Put("namespaces/apps", object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{
		"labels": object{"team": "web", "foreign": "1"},
	}})
	namespace.MustApply(apps(object{"labels": object{"team": "data"}}))
	labels := cluster.Object("namespaces/apps")["metadata"].(object)["labels"]
	if !reflect.DeepEqual(labels, object{"team": "data", "foreign": "1"}) {
		t.Fatal(labels)
	}
}

func TestNamespaceDestroyWaitsUntilItIsGone(t *testing.T) {
	cluster := providertest.NewCluster(t)
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(apps(nil))
	cluster.Linger = 2
	if faults := namespace.Destroy(); faults != "" || cluster.Object("namespaces/apps") != nil {
		t.Fatalf("%s %v", faults, cluster.Object("namespaces/apps"))
	}
}

func TestNamespaceThatStaysIsExplained(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := apps(nil)
	config["timeouts"] = object{"delete": "300ms"}
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(config)
	cluster.Linger = 1000
	if faults := namespace.Destroy(); !strings.Contains(faults, "configmaps. has 1 resource instances") {
		t.Fatal(faults)
	}
}

func TestNamespaceThatIsGoneIsForgotten(t *testing.T) {
	cluster := providertest.NewCluster(t)
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(apps(nil))
	cluster.Remove("namespaces/apps")
	if faults := namespace.Refresh(); faults != "" || namespace.State() != nil {
		t.Fatalf("%s %v", faults, namespace.State())
	}
}

func TestNamespaceRefreshSaysWhichHostIsDead(t *testing.T) {
	faults := start(t, providertest.DeadAPI, nil).Resource("kubernetes_namespace_v1").Import("apps")
	if !strings.Contains(faults, "cluster.invalid") {
		t.Fatal(faults)
	}
}

func TestNamespaceImportPlansNothing(t *testing.T) {
	cluster := providertest.NewCluster(t)
	provider := start(t, cluster.URL, nil)
	provider.Resource("kubernetes_namespace_v1").MustApply(apps(object{"labels": object{"team": "web"}}))
	imported := provider.Resource("kubernetes_namespace_v1")
	faults := imported.Import("apps")
	if plan := imported.Plan(apps(object{"labels": object{"team": "web"}})); !reflect.DeepEqual(plan.State, imported.State()) {
		t.Fatalf("%s%s %v", faults, plan.Faults, plan.State)
	}
}

func TestNamespaceIdentity(t *testing.T) {
	cluster := providertest.NewCluster(t)
	namespace := start(t, cluster.URL, nil).Resource("kubernetes_namespace_v1").MustApply(apps(nil))
	expected := object{"api_version": "v1", "kind": "Namespace", "name": "apps"}
	if identity := namespace.Identity(); !reflect.DeepEqual(identity, expected) {
		t.Fatal(identity)
	}
}

func TestNamespaceNameMustBeValid(t *testing.T) {
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_namespace_v1").Plan(apps(object{"name": "Not_Valid"}))
	if !strings.Contains(plan.Faults, `"Not_Valid"`) {
		t.Fatal(plan.Faults)
	}
}
