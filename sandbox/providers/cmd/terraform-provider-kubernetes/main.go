// terraform-provider-kubernetes is the sandbox's offline edition of the Terraform provider hashicorp/kubernetes.
package main

import (
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"sandbox/providers/internal/kubernetes"
)

func main() {
	if err := tf6server.Serve("registry.terraform.io/hashicorp/kubernetes", kubernetes.NewServer); err != nil {
		log.Fatal(err)
	}
}
