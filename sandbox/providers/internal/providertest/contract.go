package providertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Contract is the part of a published provider's schema that an offline edition offers. A path such as
// "metadata.name" stands for its type, nesting and flags.
type Contract struct {
	Provider      string                      `json:"provider"`
	Configuration map[string]string           `json:"configuration"`
	Resources     map[string]ResourceContract `json:"resources"`
}

// ResourceContract is the schema of one resource and of its identity, where it has one.
type ResourceContract struct {
	Version         int64             `json:"version"`
	Attributes      map[string]string `json:"attributes"`
	IdentityVersion int64             `json:"identityVersion"`
	Identity        map[string]string `json:"identity"`
}

// ReadContract reads a recorded contract.
func ReadContract(file string) (contract Contract, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return contract, err
	}
	return contract, json.Unmarshal(content, &contract)
}

// Differences lists where the provider departs from the contract.
func (p *Provider) Differences(contract Contract) []string {
	p.t.Helper()
	identities, err := p.server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	found := differences("configuration", contract.Configuration, flatBlock(p.schema.Provider.Block))
	for name, wanted := range contract.Resources {
		schema, identity := p.schema.ResourceSchemas[name], identities.IdentitySchemas[name]
		if schema == nil {
			found = append(found, name+" is missing")
			continue
		}
		if identity == nil {
			identity = &tfprotov6.ResourceIdentitySchema{}
		}
		found = append(found, differences(name, wanted.Attributes, flatBlock(schema.Block))...)
		found = append(found, differences(name+" identity", wanted.Identity, flatIdentity(identity))...)
		if schema.Version != wanted.Version || identity.Version != wanted.IdentityVersion {
			found = append(found, fmt.Sprintf("%s has the schema versions %d and %d", name, schema.Version, identity.Version))
		}
	}
	for name := range p.schema.ResourceSchemas {
		if _, known := contract.Resources[name]; !known {
			found = append(found, name+" is not in the contract")
		}
	}
	return found
}

func differences(of string, wanted, offered map[string]string) (found []string) {
	for path, description := range wanted {
		if offered[path] != description {
			found = append(found, fmt.Sprintf("%s: %s is %q, the contract says %q", of, path, offered[path], description))
		}
	}
	for path := range offered {
		if _, known := wanted[path]; !known {
			found = append(found, fmt.Sprintf("%s: %s is not in the contract", of, path))
		}
	}
	return found
}

func flatBlock(block *tfprotov6.SchemaBlock) map[string]string {
	flat := map[string]string{}
	addBlock(flat, "", block)
	return flat
}

func addBlock(flat map[string]string, prefix string, block *tfprotov6.SchemaBlock) {
	addAttributes(flat, prefix, block.Attributes)
	for _, nested := range block.BlockTypes {
		flat[prefix+nested.TypeName] = fmt.Sprintf("block %s %d..%d", strings.ToLower(nested.Nesting.String()), nested.MinItems, nested.MaxItems)
		addBlock(flat, prefix+nested.TypeName+".", nested.Block)
	}
}

func addAttributes(flat map[string]string, prefix string, attributes []*tfprotov6.SchemaAttribute) {
	for _, attribute := range attributes {
		kind := ""
		if attribute.NestedType != nil {
			kind = "nested " + strings.ToLower(attribute.NestedType.Nesting.String())
			addAttributes(flat, prefix+attribute.Name+".", attribute.NestedType.Attributes)
		} else {
			kind = typeName(attribute.Type)
		}
		flat[prefix+attribute.Name] = kind + flags(attribute)
	}
}

func flags(attribute *tfprotov6.SchemaAttribute) string {
	flags := ""
	for _, flag := range []struct {
		set  bool
		name string
	}{
		{attribute.Required, "required"}, {attribute.Optional, "optional"}, {attribute.Computed, "computed"},
		{attribute.Sensitive, "sensitive"}, {attribute.WriteOnly, "write_only"}, {attribute.Deprecated, "deprecated"},
	} {
		if flag.set {
			flags += " " + flag.name
		}
	}
	return flags
}

func flatIdentity(schema *tfprotov6.ResourceIdentitySchema) map[string]string {
	flat := map[string]string{}
	for _, attribute := range schema.IdentityAttributes {
		use := "optional_for_import"
		if attribute.RequiredForImport {
			use = "required_for_import"
		}
		flat[attribute.Name] = typeName(attribute.Type) + " " + use
	}
	return flat
}

func typeName(kind tftypes.Type) string {
	switch kind := kind.(type) {
	case tftypes.List:
		return "list of " + typeName(kind.ElementType)
	case tftypes.Map:
		return "map of " + typeName(kind.ElementType)
	}
	return strings.ToLower(strings.TrimPrefix(kind.String(), "tftypes."))
}
