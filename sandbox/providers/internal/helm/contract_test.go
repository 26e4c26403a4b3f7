package helm

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"sandbox/providers/internal/providertest"
)

func TestSchemaIsThatOfThePublishedProvider(t *testing.T) {
	contract, err := providertest.ReadContract("../../testdata/helm.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range providertest.Start(t, providerserver.NewProtocol6(New())()).Differences(contract) {
		t.Error(difference)
	}
}
