package helm

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type releaseModel struct {
	ID             types.String     `tfsdk:"id"`
	Name           types.String     `tfsdk:"name"`
	Namespace      types.String     `tfsdk:"namespace"`
	Chart          types.String     `tfsdk:"chart"`
	Version        types.String     `tfsdk:"version"`
	Devel          types.Bool       `tfsdk:"devel"`
	Description    types.String     `tfsdk:"description"`
	Status         types.String     `tfsdk:"status"`
	Manifest       types.String     `tfsdk:"manifest"`
	Resources      types.Map        `tfsdk:"resources"`
	Metadata       types.Object     `tfsdk:"metadata"`
	Timeouts       timeouts.Value   `tfsdk:"timeouts"`
	PostRender     *postRenderModel `tfsdk:"postrender"`
	Values         types.List       `tfsdk:"values"`
	Set            types.List       `tfsdk:"set"`
	SetList        types.List       `tfsdk:"set_list"`
	SetSensitive   types.List       `tfsdk:"set_sensitive"`
	SetWO          types.List       `tfsdk:"set_wo"`
	SetWORevision  types.Int64      `tfsdk:"set_wo_revision"`
	TimeoutSeconds types.Int64      `tfsdk:"timeout"`
	MaxHistory     types.Int64      `tfsdk:"max_history"`

	Repository         types.String `tfsdk:"repository"`
	RepositoryCAFile   types.String `tfsdk:"repository_ca_file"`
	RepositoryCertFile types.String `tfsdk:"repository_cert_file"`
	RepositoryKeyFile  types.String `tfsdk:"repository_key_file"`
	RepositoryUsername types.String `tfsdk:"repository_username"`
	RepositoryPassword types.String `tfsdk:"repository_password"`
	PassCredentials    types.Bool   `tfsdk:"pass_credentials"`
	Keyring            types.String `tfsdk:"keyring"`
	Verify             types.Bool   `tfsdk:"verify"`

	Atomic                   types.Bool `tfsdk:"atomic"`
	CleanupOnFail            types.Bool `tfsdk:"cleanup_on_fail"`
	CreateNamespace          types.Bool `tfsdk:"create_namespace"`
	DependencyUpdate         types.Bool `tfsdk:"dependency_update"`
	DisableCRDHooks          types.Bool `tfsdk:"disable_crd_hooks"`
	DisableOpenAPIValidation types.Bool `tfsdk:"disable_openapi_validation"`
	DisableWebhooks          types.Bool `tfsdk:"disable_webhooks"`
	ForceUpdate              types.Bool `tfsdk:"force_update"`
	Lint                     types.Bool `tfsdk:"lint"`
	RecreatePods             types.Bool `tfsdk:"recreate_pods"`
	RenderSubchartNotes      types.Bool `tfsdk:"render_subchart_notes"`
	Replace                  types.Bool `tfsdk:"replace"`
	ResetValues              types.Bool `tfsdk:"reset_values"`
	ReuseValues              types.Bool `tfsdk:"reuse_values"`
	SkipCRDs                 types.Bool `tfsdk:"skip_crds"`
	TakeOwnership            types.Bool `tfsdk:"take_ownership"`
	UpgradeInstall           types.Bool `tfsdk:"upgrade_install"`
	Wait                     types.Bool `tfsdk:"wait"`
	WaitForJobs              types.Bool `tfsdk:"wait_for_jobs"`
}

type postRenderModel struct {
	BinaryPath types.String `tfsdk:"binary_path"`
	Args       types.List   `tfsdk:"args"`
}

type setModel struct {
	Name  types.String `tfsdk:"name"`
	Value types.String `tfsdk:"value"`
	Type  types.String `tfsdk:"type"`
}

type setListModel struct {
	Name  types.String `tfsdk:"name"`
	Value types.List   `tfsdk:"value"`
}

type identityModel struct {
	Namespace   types.String `tfsdk:"namespace"`
	ReleaseName types.String `tfsdk:"release_name"`
}

// The arguments with a default, which an import sets too.
var (
	flagDefaults = map[string]bool{
		"atomic": false, "cleanup_on_fail": false, "create_namespace": false, "dependency_update": false,
		"disable_crd_hooks": false, "disable_openapi_validation": false, "disable_webhooks": false,
		"force_update": false, "lint": false, "pass_credentials": false, "recreate_pods": false,
		"render_subchart_notes": true, "replace": false, "reset_values": false, "reuse_values": false,
		"skip_crds": false, "take_ownership": false, "upgrade_install": false, "verify": false, "wait": true,
		"wait_for_jobs": false,
	}
	numberDefaults = map[string]int64{"max_history": 0, "timeout": 300}
)

var metadataTypes = map[string]attr.Type{
	"app_version": types.StringType, "chart": types.StringType, "first_deployed": types.Int64Type,
	"last_deployed": types.Int64Type, "name": types.StringType, "namespace": types.StringType,
	"notes": types.StringType, "revision": types.Int64Type, "values": types.StringType, "version": types.StringType,
}

func (r *release) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	text := schema.StringAttribute{Optional: true}
	computed := schema.StringAttribute{Computed: true}
	forced := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	attributes := map[string]schema.Attribute{
		"id":       computed,
		"status":   computed,
		"manifest": computed,
		"name": schema.StringAttribute{
			Required:      true,
			PlanModifiers: forced,
			Validators:    []validator.String{stringvalidator.LengthBetween(1, 53)},
		},
		"namespace": schema.StringAttribute{
			Optional:      true,
			Computed:      true,
			Default:       stringdefault.StaticString(defaultNamespace()),
			PlanModifiers: forced,
		},
		"chart":                schema.StringAttribute{Required: true},
		"version":              schema.StringAttribute{Optional: true, Computed: true},
		"devel":                schema.BoolAttribute{Optional: true, PlanModifiers: []planmodifier.Bool{keepDevel{}}},
		"description":          schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: []planmodifier.String{keepDescription{}}},
		"keyring":              schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{keepKeyring{}}},
		"repository":           text,
		"repository_ca_file":   text,
		"repository_cert_file": text,
		"repository_key_file":  text,
		"repository_username":  text,
		"repository_password":  schema.StringAttribute{Optional: true, Sensitive: true},
		"resources":            schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"metadata":             schema.SingleNestedAttribute{Computed: true, Attributes: computedAttributes(metadataTypes)},
		"timeouts":             timeouts.AttributesAll(ctx),
		"values":               schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"set_wo_revision":      schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.AtLeast(1)}},
		"postrender": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"binary_path": schema.StringAttribute{Required: true},
			"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
		}},
	}
	for name, value := range flagDefaults {
		attributes[name] = schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(value)}
	}
	for name, value := range numberDefaults {
		attributes[name] = schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(value)}
	}
	addSetAttributes(attributes)
	resp.Schema = schema.Schema{Version: 2, Attributes: attributes}
}

func addSetAttributes(attributes map[string]schema.Attribute) {
	kinds := []validator.String{stringvalidator.OneOf("auto", "string", "literal")}
	list := func(writeOnly bool, fields map[string]schema.Attribute) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{
			Optional: true, WriteOnly: writeOnly, NestedObject: schema.NestedAttributeObject{Attributes: fields},
		}
	}
	attributes["set"] = list(false, map[string]schema.Attribute{
		"name":  schema.StringAttribute{Required: true},
		"value": schema.StringAttribute{Optional: true},
		"type":  schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString(""), Validators: kinds},
	})
	attributes["set_list"] = list(false, map[string]schema.Attribute{
		"name":  schema.StringAttribute{Required: true},
		"value": schema.ListAttribute{Required: true, ElementType: types.StringType},
	})
	attributes["set_sensitive"] = list(false, map[string]schema.Attribute{
		"name":  schema.StringAttribute{Required: true},
		"value": schema.StringAttribute{Required: true, Sensitive: true},
		"type":  schema.StringAttribute{Optional: true, Validators: kinds},
	})
	attributes["set_wo"] = list(true, map[string]schema.Attribute{
		"name":  schema.StringAttribute{Required: true, WriteOnly: true},
		"value": schema.StringAttribute{Required: true, WriteOnly: true},
		"type": schema.StringAttribute{
			Optional: true, WriteOnly: true, Validators: []validator.String{stringvalidator.OneOf("auto", "string")},
		},
	})
}

func computedAttributes(attributeTypes map[string]attr.Type) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, kind := range attributeTypes {
		if kind == types.Int64Type {
			attributes[name] = schema.Int64Attribute{Computed: true}
		} else {
			attributes[name] = schema.StringAttribute{Computed: true}
		}
	}
	return attributes
}

func (r *release) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"namespace":    identityschema.StringAttribute{OptionalForImport: true},
		"release_name": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func defaultNamespace() string {
	if namespace := os.Getenv("HELM_NAMESPACE"); namespace != "" {
		return namespace
	}
	return "default"
}

type keepDescription struct{}

func (keepDescription) Description(context.Context) string {
	return "An empty description is no change."
}
func (keepDescription) MarkdownDescription(context.Context) string {
	return "An empty description is no change."
}

func (keepDescription) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.PlanValue.ValueString() == "" {
		resp.PlanValue = req.StateValue
	}
}

type keepKeyring struct{}

func (keepKeyring) Description(context.Context) string {
	return "Without verify the keyring is unused."
}
func (keepKeyring) MarkdownDescription(context.Context) string {
	return "Without verify the keyring is unused."
}

func (keepKeyring) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	var verify types.Bool
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("verify"), &verify)...)
	if !verify.IsNull() && !verify.ValueBool() {
		resp.PlanValue = req.StateValue
	}
}

type keepDevel struct{}

func (keepDevel) Description(context.Context) string { return "With a version devel is unused." }
func (keepDevel) MarkdownDescription(context.Context) string {
	return "With a version devel is unused."
}

func (keepDevel) PlanModifyBool(ctx context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	var version types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("version"), &version)...)
	if version.ValueString() != "" && req.ConfigValue.IsNull() {
		resp.PlanValue = req.StateValue
	}
}
