// terraform-provider-helm is the sandbox's offline edition of the Terraform provider hashicorp/helm.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"sandbox/providers/internal/helm"
)

func main() {
	options := providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/helm", ProtocolVersion: 6}
	if err := providerserver.Serve(context.Background(), helm.New, options); err != nil {
		log.Fatal(err)
	}
}
