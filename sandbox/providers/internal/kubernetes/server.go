package kubernetes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer serves the provider in the shape of the real one, whose resources are made with the older plugin SDK: a
// block says how often it may occur, an argument with a default is not computed, and an apply may settle computed values
// otherwise than planned (the resource version, say). The plugin framework offers none of these.
func NewServer() tfprotov6.ProviderServer {
	return &server{providerserver.NewProtocol6(New())()}
}

type server struct{ tfprotov6.ProviderServer }

// The arguments that have a default and are not computed.
var defaulted = map[string]bool{
	"allow_volume_expansion": true, "namespace": true, "reclaim_policy": true, "type": true, "volume_binding_mode": true,
	"wait_for_default_service_account": true, "wait_for_service_account_token": true,
}

func (s *server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.ProviderServer.GetProviderSchema(ctx, req)
	if err != nil {
		return nil, err
	}
	for _, schema := range resp.ResourceSchemas {
		reshape(schema.Block)
	}
	return resp, nil
}

func reshape(block *tfprotov6.SchemaBlock) {
	for _, attribute := range block.Attributes {
		if defaulted[attribute.Name] {
			attribute.Computed = false
		}
	}
	for _, nested := range block.BlockTypes {
		if nested.TypeName == "metadata" {
			nested.MinItems, nested.MaxItems = 1, 1
		}
		reshape(nested.Block)
	}
}

// PlanResourceChange leaves alone what the state holds as an empty value and the configuration lacks: the older plugin
// SDK, and so a state of the real provider, has `""`, false and empty maps where this one has null.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	kind, err := s.typeOf(ctx, req.TypeName)
	if err != nil {
		return nil, err
	}
	prior, empty, err := withoutEmpty(kind, req)
	if err != nil {
		return nil, err
	}
	sent := *req
	sent.PriorState = prior
	resp, err := s.ProviderServer.PlanResourceChange(ctx, &sent)
	if err != nil || resp == nil {
		return resp, err
	}
	resp.UnsafeToUseLegacyTypeSystem = true
	if resp.PlannedState != nil && len(empty) > 0 {
		resp.PlannedState, err = withEmpty(kind, resp.PlannedState, empty)
	}
	return resp, err
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	if resp != nil {
		resp.UnsafeToUseLegacyTypeSystem = true
	}
	return resp, err
}
