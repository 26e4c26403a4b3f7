// Package providertest drives a provider through its protocol, as Terraform does, against a Kubernetes API and a chart
// repository that live in the test.
package providertest

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Provider is a provider under test.
type Provider struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// Resource is one resource of a state: it is planned, applied, refreshed, imported and destroyed in place.
type Resource struct {
	provider *Provider
	kind     string
	block    *tfprotov6.SchemaBlock
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Plan is what a provider proposes.
type Plan struct {
	State    map[string]any
	Replaces []string
	Faults   string
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Start serves a provider. Configure comes next.
func Start(t *testing.T, server tfprotov6.ProviderServer) *Provider {
	t.Helper()
	schema, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.Diagnostics) > 0 {
		t.Fatalf("the provider has no schema: %v %s", err, text(schema.Diagnostics))
	}
	return &Provider{t: t, server: server, schema: schema}
}

// Configure returns the provider's complaints, errors and warnings.
func (p *Provider) Configure(config map[string]any) string {
	p.t.Helper()
	sent := p.dynamic(Value(p.schema.Provider.ValueType(), config))
	valid, err := p.server.ValidateProviderConfig(context.Background(), &tfprotov6.ValidateProviderConfigRequest{Config: sent})
	if err != nil {
		p.t.Fatal(err)
	}
	done, err := p.server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: sent,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return text(append(valid.Diagnostics, done.Diagnostics...))
}

// Resource is a resource that no state has yet.
func (p *Provider) Resource(kind string) *Resource {
	p.t.Helper()
	schema := p.schema.ResourceSchemas[kind]
	if schema == nil {
		p.t.Fatalf("the provider has no resource %s", kind)
	}
	return &Resource{provider: p, kind: kind, block: schema.Block, state: tftypes.NewValue(schema.ValueType(), nil)}
}

// State is nil for a resource that does not exist.
func (r *Resource) State() map[string]any {
	state, _ := plain(r.state).(map[string]any)
	return state
}

// Hold puts another state in place, as another edition of the provider may have left it.
func (r *Resource) Hold(state map[string]any) {
	r.provider.t.Helper()
	r.state = Value(r.block.ValueType(), state)
}

// Identity gives the resource's identity after an apply, an import or a refresh.
func (r *Resource) Identity() map[string]any {
	r.provider.t.Helper()
	if r.identity == nil || r.identity.IdentityData == nil {
		return nil
	}
	schemas, err := r.provider.server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	value, err := r.identity.IdentityData.Unmarshal(schemas.IdentitySchemas[r.kind].ValueType())
	if err != nil {
		r.provider.t.Fatal(err)
	}
	identity, _ := plain(value).(map[string]any)
	return identity
}

// Plan validates the configuration and plans it.
func (r *Resource) Plan(config map[string]any) Plan {
	r.provider.t.Helper()
	configured := Value(r.block.ValueType(), config)
	valid, err := r.provider.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName:           r.kind,
		Config:             r.provider.dynamic(configured),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	if len(valid.Diagnostics) > 0 {
		return Plan{Faults: text(valid.Diagnostics)}
	}
	return r.plan(configured, proposed(r.block, r.state, configured))
}

func (r *Resource) plan(config, wanted tftypes.Value) Plan {
	r.provider.t.Helper()
	resp, err := r.provider.server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         r.kind,
		Config:           r.provider.dynamic(config),
		PriorState:       r.provider.dynamic(r.state),
		ProposedNewState: r.provider.dynamic(wanted),
		PriorPrivate:     r.private,
		PriorIdentity:    r.identity,
	})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	plan := Plan{Faults: text(resp.Diagnostics), private: resp.PlannedPrivate, identity: resp.PlannedIdentity}
	for _, path := range resp.RequiresReplace {
		plan.Replaces = append(plan.Replaces, path.String())
	}
	if resp.PlannedState != nil {
		plan.value = r.provider.value(resp.PlannedState, r.block)
		plan.State, _ = plain(plan.value).(map[string]any)
	}
	return plan
}

// Apply plans and applies a configuration, and returns what went wrong.
func (r *Resource) Apply(config map[string]any) string {
	r.provider.t.Helper()
	plan := r.Plan(config)
	if plan.Faults != "" {
		return plan.Faults
	}
	return r.apply(Value(r.block.ValueType(), config), plan)
}

// MustApply fails the test when the apply does.
func (r *Resource) MustApply(config map[string]any) *Resource {
	r.provider.t.Helper()
	if faults := r.Apply(config); faults != "" {
		r.provider.t.Fatalf("the apply of %s failed: %s", r.kind, faults)
	}
	return r
}

// Destroy returns what went wrong.
func (r *Resource) Destroy() string {
	r.provider.t.Helper()
	none := tftypes.NewValue(r.block.ValueType(), nil)
	plan := r.plan(none, none)
	if plan.Faults != "" {
		return plan.Faults
	}
	return r.apply(none, plan)
}

func (r *Resource) apply(config tftypes.Value, plan Plan) string {
	r.provider.t.Helper()
	resp, err := r.provider.server.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        r.kind,
		Config:          r.provider.dynamic(config),
		PriorState:      r.provider.dynamic(r.state),
		PlannedState:    r.provider.dynamic(plan.value),
		PlannedPrivate:  plan.private,
		PlannedIdentity: plan.identity,
	})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	r.state, r.private, r.identity = r.provider.value(resp.NewState, r.block), resp.Private, resp.NewIdentity
	return text(resp.Diagnostics)
}

// Refresh returns what went wrong.
func (r *Resource) Refresh() string {
	r.provider.t.Helper()
	resp, err := r.provider.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: r.kind, CurrentState: r.provider.dynamic(r.state), Private: r.private, CurrentIdentity: r.identity,
	})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	if faults := text(resp.Diagnostics); faults != "" {
		return faults
	}
	r.state, r.private, r.identity = r.provider.value(resp.NewState, r.block), resp.Private, resp.NewIdentity
	return ""
}

// Import takes the object with that id into the state and refreshes it. It returns what went wrong.
func (r *Resource) Import(id string) string {
	r.provider.t.Helper()
	resp, err := r.provider.server.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{TypeName: r.kind, ID: id})
	if err != nil {
		r.provider.t.Fatal(err)
	}
	if faults := text(resp.Diagnostics); faults != "" {
		return faults
	}
	imported := resp.ImportedResources[0]
	r.state, r.private, r.identity = r.provider.value(imported.State, r.block), imported.Private, imported.Identity
	return r.Refresh()
}

func (p *Provider) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	sent, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		p.t.Fatal(err)
	}
	return &sent
}

func (p *Provider) value(sent *tfprotov6.DynamicValue, block *tfprotov6.SchemaBlock) tftypes.Value {
	p.t.Helper()
	value, err := sent.Unmarshal(block.ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

func text(diagnostics []*tfprotov6.Diagnostic) string {
	var lines []string
	for _, one := range diagnostics {
		lines = append(lines, strings.TrimSpace(one.Severity.String()+": "+one.Summary+" "+one.Detail))
	}
	return strings.Join(lines, "\n")
}
