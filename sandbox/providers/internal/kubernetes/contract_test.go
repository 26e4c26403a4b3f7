package kubernetes

import (
	"testing"

	"sandbox/providers/internal/providertest"
)

func TestSchemaIsThatOfThePublishedProvider(t *testing.T) {
	contract, err := providertest.ReadContract("../../testdata/kubernetes.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range providertest.Start(t, NewServer()).Differences(contract) {
		t.Error(difference)
	}
}
