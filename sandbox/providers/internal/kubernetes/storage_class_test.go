package kubernetes

import (
	"reflect"
	"testing"

	"sandbox/providers/internal/providertest"
)

const storedStorageClass = "storageclasses/gp3"

func gp3(more object) object {
	config := object{
		"metadata":            []any{object{"name": "gp3"}},
		"parameters":          object{"type": "gp3", "encrypted": "true"},
		"storage_provisioner": "ebs.csi.aws.com",
	}
	for name, value := range more {
		config[name] = value
	}
	return config
}

func TestStorageClassIsCreatedWithDefaults(t *testing.T) {
	cluster := providertest.NewCluster(t)
	start(t, cluster.URL, nil).Resource("kubernetes_storage_class_v1").MustApply(gp3(nil))
	stored := cluster.Object(storedStorageClass)
	delete(stored, "metadata")
	expected := object{
		"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "ebs.csi.aws.com",
		"parameters": object{"type": "gp3", "encrypted": "true"}, "reclaimPolicy": "Delete",
		"volumeBindingMode": "Immediate", "allowVolumeExpansion": true,
	}
	if !reflect.DeepEqual(stored, expected) {
		t.Fatal(stored)
	}
}

func TestStorageClassWithOtherParametersIsReplaced(t *testing.T) {
	cluster := providertest.NewCluster(t)
	class := start(t, cluster.URL, nil).Resource("kubernetes_storage_class_v1").MustApply(gp3(nil))
	plan := class.Plan(gp3(object{"parameters": object{"type": "io2"}}))
	if !reflect.DeepEqual(plan.Replaces, []string{`AttributeName("parameters")`}) {
		t.Fatal(plan.Replaces)
	}
}

func TestStorageClassExpansionIsUpdated(t *testing.T) {
	cluster := providertest.NewCluster(t)
	start(t, cluster.URL, nil).Resource("kubernetes_storage_class_v1").MustApply(gp3(nil)).
		MustApply(gp3(object{"allow_volume_expansion": false}))
	if expansion := cluster.Object(storedStorageClass)["allowVolumeExpansion"]; expansion == true {
		t.Fatal(expansion)
	}
}

func TestStorageClassThatIsGoneIsForgotten(t *testing.T) {
	cluster := providertest.NewCluster(t)
	class := start(t, cluster.URL, nil).Resource("kubernetes_storage_class_v1").MustApply(gp3(nil))
	cluster.Remove(storedStorageClass)
	if faults := class.Refresh(); faults != "" || class.State() != nil {
		t.Fatalf("%s %v", faults, class.State())
	}
}

func TestStorageClassImportPlansNothing(t *testing.T) {
	cluster := providertest.NewCluster(t)
	provider := start(t, cluster.URL, nil)
	provider.Resource("kubernetes_storage_class_v1").MustApply(gp3(nil))
	imported := provider.Resource("kubernetes_storage_class_v1")
	faults := imported.Import("gp3")
	if plan := imported.Plan(gp3(nil)); !reflect.DeepEqual(plan.State, imported.State()) {
		t.Fatalf("%s%s %v", faults, plan.Faults, plan.State)
	}
}

func TestStorageClassIsDestroyed(t *testing.T) {
	cluster := providertest.NewCluster(t)
	class := start(t, cluster.URL, nil).Resource("kubernetes_storage_class_v1").MustApply(gp3(nil))
	if faults := class.Destroy(); faults != "" || cluster.Object(storedStorageClass) != nil {
		t.Fatal(faults)
	}
}
