package providertest

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Unknown is a value that is known after the apply only.
const Unknown = unknown("known after apply")

type unknown string

// Value makes a value of Terraform's out of strings, booleans, numbers (int), slices ([]any) and maps (map[string]any).
// What an object lacks is null.
func Value(kind tftypes.Type, data any) tftypes.Value {
	if data == nil {
		return tftypes.NewValue(kind, nil)
	}
	if data == Unknown {
		return tftypes.NewValue(kind, tftypes.UnknownValue)
	}
	switch kind := kind.(type) {
	case tftypes.Object:
		fields := map[string]tftypes.Value{}
		for name, field := range kind.AttributeTypes {
			fields[name] = Value(field, data.(map[string]any)[name])
		}
		for name := range data.(map[string]any) {
			if kind.AttributeTypes[name] == nil {
				panic(fmt.Sprintf("the schema has no %q", name))
			}
		}
		return tftypes.NewValue(kind, fields)
	case tftypes.Map:
		entries := map[string]tftypes.Value{}
		for key, entry := range data.(map[string]any) {
			entries[key] = Value(kind.ElementType, entry)
		}
		return tftypes.NewValue(kind, entries)
	case tftypes.List:
		items := []tftypes.Value{}
		for _, item := range data.([]any) {
			items = append(items, Value(kind.ElementType, item))
		}
		return tftypes.NewValue(kind, items)
	}
	return tftypes.NewValue(kind, data)
}

// plain is the way back from Value.
func plain(value tftypes.Value) any {
	if !value.IsKnown() {
		return Unknown
	}
	if value.IsNull() {
		return nil
	}
	kind := value.Type()
	switch {
	case kind.Is(tftypes.Object{}) || kind.Is(tftypes.Map{}):
		result := map[string]any{}
		for name, field := range fields(value) {
			result[name] = plain(field)
		}
		return result
	case kind.Is(tftypes.List{}):
		result := []any{}
		for _, item := range items(value) {
			result = append(result, plain(item))
		}
		return result
	case kind.Is(tftypes.Bool):
		var flag bool
		must(value.As(&flag))
		return flag
	case kind.Is(tftypes.Number):
		number := new(big.Float)
		must(value.As(&number))
		whole, _ := number.Int64()
		return int(whole)
	}
	var text string
	must(value.As(&text))
	return text
}

// proposed is the state that Terraform proposes to a provider: the configuration, and where it leaves open what the
// provider computes, the prior state.
func proposed(block *tfprotov6.SchemaBlock, prior, config tftypes.Value) tftypes.Value {
	if prior.IsNull() || config.IsNull() {
		return config
	}
	before, wanted := fields(prior), fields(config)
	for _, attribute := range block.Attributes {
		if attribute.Computed && wanted[attribute.Name].IsNull() {
			wanted[attribute.Name] = before[attribute.Name]
		}
	}
	for _, nested := range block.BlockTypes {
		name := nested.TypeName
		if nested.Nesting != tfprotov6.SchemaNestedBlockNestingModeList || before[name].IsNull() || wanted[name].IsNull() {
			continue
		}
		old, blocks := items(before[name]), items(wanted[name])
		for i := range blocks {
			if i < len(old) {
				blocks[i] = proposed(nested.Block, old[i], blocks[i])
			}
		}
		wanted[name] = tftypes.NewValue(wanted[name].Type(), blocks)
	}
	return tftypes.NewValue(config.Type(), wanted)
}

func fields(value tftypes.Value) map[string]tftypes.Value {
	result := map[string]tftypes.Value{}
	must(value.As(&result))
	return result
}

func items(value tftypes.Value) []tftypes.Value {
	var result []tftypes.Value
	must(value.As(&result))
	return result
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
