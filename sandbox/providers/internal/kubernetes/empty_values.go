package kubernetes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// emptyValues are the empty values of a state that its configuration lacks, by their paths.
type emptyValues map[string]tftypes.Value

func (s *server) typeOf(ctx context.Context, resource string) (tftypes.Type, error) {
	schema, err := s.ProviderServer.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	found := schema.ResourceSchemas[resource]
	if found == nil {
		return nil, fmt.Errorf("the provider has no resource %s", resource)
	}
	return found.ValueType(), nil
}

// withoutEmpty gives the prior state of an update with null where it is empty and nothing is proposed.
func withoutEmpty(kind tftypes.Type, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.DynamicValue, emptyValues, error) {
	prior, err := req.PriorState.Unmarshal(kind)
	if err != nil || prior.IsNull() {
		return req.PriorState, nil, err
	}
	proposed, err := req.ProposedNewState.Unmarshal(kind)
	if err != nil || proposed.IsNull() {
		return req.PriorState, nil, err
	}
	empty := emptyValues{}
	changed, err := tftypes.Transform(prior, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		name, isAttribute := path.LastStep().(tftypes.AttributeName)
		if !isAttribute || defaulted[string(name)] || !isEmpty(value) || !isNullAt(proposed, path) {
			return value, nil
		}
		empty[path.String()] = value
		return tftypes.NewValue(value.Type(), nil), nil
	})
	if err != nil {
		return nil, nil, err
	}
	sent, err := tfprotov6.NewDynamicValue(kind, changed)
	return &sent, empty, err
}

// withEmpty is the way back: what is planned as null stays as the state has it.
func withEmpty(kind tftypes.Type, sent *tfprotov6.DynamicValue, empty emptyValues) (*tfprotov6.DynamicValue, error) {
	planned, err := sent.Unmarshal(kind)
	if err != nil || planned.IsNull() {
		return sent, err
	}
	changed, err := tftypes.Transform(planned, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if before, wasEmpty := empty[path.String()]; wasEmpty && value.IsNull() {
			return before, nil
		}
		return value, nil
	})
	if err != nil {
		return nil, err
	}
	made, err := tfprotov6.NewDynamicValue(kind, changed)
	return &made, err
}

func isNullAt(value tftypes.Value, path *tftypes.AttributePath) bool {
	found, _, err := tftypes.WalkAttributePath(value, path)
	at, isValue := found.(tftypes.Value)
	return err == nil && isValue && at.IsNull()
}

// isEmpty tells whether the older plugin SDK takes a value for none.
func isEmpty(value tftypes.Value) bool {
	if value.IsNull() || !value.IsKnown() {
		return false
	}
	switch kind := value.Type(); {
	case kind.Is(tftypes.String):
		var text string
		return value.As(&text) == nil && text == ""
	case kind.Is(tftypes.Bool):
		var flag bool
		return value.As(&flag) == nil && !flag
	case kind.Is(tftypes.Map{}):
		var entries map[string]tftypes.Value
		return value.As(&entries) == nil && len(entries) == 0
	}
	return false
}
