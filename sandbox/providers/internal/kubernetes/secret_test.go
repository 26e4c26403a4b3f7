package kubernetes

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"sandbox/providers/internal/providertest"
)

const storedSecret = "namespaces/apps/secrets/token"

func based(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func writeOnly(value string, revision int) object {
	return named("token", object{"data_wo": object{"key": value}, "data_wo_revision": revision})
}

func TestSecretIsCreated(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := named("token", object{"data": object{"a": "text"}, "binary_data": object{"b": based("bin")}})
	start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(config)
	if data := cluster.Object(storedSecret)["data"]; !reflect.DeepEqual(data, object{"a": based("text"), "b": based("bin")}) {
		t.Fatal(data)
	}
}

func TestWriteOnlyDataReachesTheClusterAndNotTheState(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(writeOnly("s3cret", 1))
	secret.Refresh()
	stored := cluster.Object(storedSecret)["data"]
	if !reflect.DeepEqual(stored, object{"key": based("s3cret")}) || strings.Contains(fmt.Sprint(secret.State()), "s3cret") {
		t.Fatalf("stored: %v, state: %v", stored, secret.State())
	}
}

func TestWriteOnlyDataIsSentAgainWithANewRevision(t *testing.T) {
	cluster := providertest.NewCluster(t)
	start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(writeOnly("one", 1)).MustApply(writeOnly("two", 2))
	if data := cluster.Object(storedSecret)["data"]; !reflect.DeepEqual(data, object{"key": based("two")}) {
		t.Fatal(data)
	}
}

func TestWriteOnlyDataIsNotSentAgainWithTheSameRevision(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(writeOnly("one", 1))
	if plan := secret.Plan(writeOnly("two", 1)); !reflect.DeepEqual(plan.State, secret.State()) {
		t.Fatalf("%s %v", plan.Faults, plan.State)
	}
}

func TestWriteOnlyBinaryData(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := named("token", object{"binary_data_wo": object{"key": based("bin")}, "binary_data_wo_revision": 1})
	start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(config)
	if data := cluster.Object(storedSecret)["data"]; !reflect.DeepEqual(data, object{"key": based("bin")}) {
		t.Fatal(data)
	}
}

func TestRevisionNeedsWriteOnlyData(t *testing.T) {
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_secret_v1").Plan(named("token", object{"data_wo_revision": 1}))
	if !strings.Contains(plan.Faults, "data_wo") {
		t.Fatal(plan.Faults)
	}
}

func TestWriteOnlyDataExcludesData(t *testing.T) {
	config := writeOnly("one", 1)
	config["data"] = object{"key": "two"}
	plan := start(t, providertest.DeadAPI, nil).Resource("kubernetes_secret_v1").Plan(config)
	if !strings.Contains(plan.Faults, "data") {
		t.Fatal("data and data_wo were accepted together")
	}
}

func TestSecretDriftIsSeen(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").
		MustApply(named("token", object{"data": object{"a": "text"}, "binary_data": object{"b": based("bin")}}))
	cluster.Put(storedSecret, object{"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": object{},
		"data": object{"a": based("changed"), "b": based("new")}})
	secret.Refresh()
	state := secret.State()
	if !reflect.DeepEqual(state["data"], object{"a": "changed"}) || !reflect.DeepEqual(state["binary_data"], object{"b": based("new")}) {
		t.Fatal(state)
	}
}

func TestSecretUpdateSendsTextAndBinary(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := func(text string) object {
		return named("token", object{"data": object{"a": text}, "binary_data": object{"b": based("bin")}})
	}
	start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(config("one")).MustApply(config("two"))
	if data := cluster.Object(storedSecret)["data"]; !reflect.DeepEqual(data, object{"a": based("two"), "b": based("bin")}) {
		t.Fatal(data)
	}
}

func TestAnotherTypeReplacesTheSecret(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(named("token", nil))
	plan := secret.Plan(named("token", object{"type": "kubernetes.io/basic-auth"}))
	if !reflect.DeepEqual(plan.Replaces, []string{`AttributeName("type")`}) {
		t.Fatal(plan.Replaces)
	}
}

func TestImmutableSecretIsReplaced(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := func(text string) object {
		return named("token", object{"data": object{"a": text}, "immutable": true})
	}
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(config("one"))
	if plan := secret.Plan(config("two")); !reflect.DeepEqual(plan.Replaces, []string{`AttributeName("data")`}) {
		t.Fatal(plan.Replaces)
	}
}

func TestServiceAccountTokenIsAwaited(t *testing.T) {
	cluster := providertest.NewCluster(t)
	config := named("token", object{"type": "kubernetes.io/service-account-token", "timeouts": object{"create": "300ms"}})
	faults := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").Apply(config)
	if !strings.Contains(faults, "got no service account token within 300ms") {
		t.Fatal(faults)
	}
}

func TestSecretThatIsGoneIsForgotten(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(named("token", nil))
	cluster.Remove("namespaces/apps")
	if faults := secret.Refresh(); faults != "" || secret.State() != nil {
		t.Fatalf("%s %v", faults, secret.State())
	}
}

func TestSecretIsDestroyed(t *testing.T) {
	cluster := providertest.NewCluster(t)
	secret := start(t, cluster.URL, nil).Resource("kubernetes_secret_v1").MustApply(named("token", nil))
	if faults := secret.Destroy(); faults != "" || cluster.Object(storedSecret) != nil {
		t.Fatal(faults)
	}
}
