package kubernetes

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// ObjectMeta is the metadata block of an object without a namespace.
type ObjectMeta struct {
	Annotations     types.Map    `tfsdk:"annotations"`
	GenerateName    types.String `tfsdk:"generate_name"`
	Generation      types.Int64  `tfsdk:"generation"`
	Labels          types.Map    `tfsdk:"labels"`
	Name            types.String `tfsdk:"name"`
	ResourceVersion types.String `tfsdk:"resource_version"`
	UID             types.String `tfsdk:"uid"`
}

// NamespacedMeta is the metadata block of an object in a namespace.
type NamespacedMeta struct {
	ObjectMeta
	Namespace types.String `tfsdk:"namespace"`
}

func metadataBlock() schema.ListNestedBlock {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	forced := []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplace()}
	sibling := func(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
		"annotations": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Map{entries{annotationFaults}},
		},
		"labels": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Map{entries{labelFaults}},
		},
		"generate_name": schema.StringAttribute{
			Optional:      true,
			PlanModifiers: forced,
			Validators:    []validator.String{objectName{prefix: true}, stringvalidator.ConflictsWith(sibling("name"))},
		},
		"name": schema.StringAttribute{
			Optional:      true,
			Computed:      true,
			PlanModifiers: forced,
			Validators:    []validator.String{objectName{}, stringvalidator.ConflictsWith(sibling("generate_name"))},
		},
		"generation": schema.Int64Attribute{
			Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"resource_version": schema.StringAttribute{Computed: true, PlanModifiers: kept},
		"uid":              schema.StringAttribute{Computed: true, PlanModifiers: kept},
	}}}
}

func namespacedMetadataBlock() schema.ListNestedBlock {
	block := metadataBlock()
	block.NestedObject.Attributes["namespace"] = schema.StringAttribute{
		Optional:      true,
		Computed:      true,
		Default:       stringdefault.StaticString(metav1.NamespaceDefault),
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
	return block
}

func idAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func (m ObjectMeta) object() metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Annotations:  stringMap(m.Annotations),
		Labels:       stringMap(m.Labels),
		GenerateName: m.GenerateName.ValueString(),
		Name:         m.Name.ValueString(),
	}
}

func (m NamespacedMeta) object() metav1.ObjectMeta {
	object := m.ObjectMeta.object()
	object.Namespace = m.Namespace.ValueString()
	return object
}

// record takes over what the cluster holds, but for the labels and annotations that are none of the user's business.
func (m *ObjectMeta) record(s *settings, found metav1.ObjectMeta) {
	m.Annotations = recordedMap(m.Annotations, visible(found.Annotations, m.Annotations, s.ignoreAnnotations))
	m.Labels = recordedMap(m.Labels, visible(found.Labels, m.Labels, s.ignoreLabels))
	if found.GenerateName != "" {
		m.GenerateName = types.StringValue(found.GenerateName)
	}
	m.Generation = types.Int64Value(found.Generation)
	m.Name = types.StringValue(found.Name)
	m.ResourceVersion = types.StringValue(found.ResourceVersion)
	m.UID = types.StringValue(string(found.UID))
}

func (m *NamespacedMeta) record(s *settings, found metav1.ObjectMeta) {
	m.ObjectMeta.record(s, found)
	m.Namespace = types.StringValue(found.Namespace)
}

// visible drops the keys that Kubernetes itself or the provider's ignore lists claim, unless the configuration has them.
func visible(found map[string]string, known types.Map, ignored []*regexp.Regexp) map[string]string {
	kept := map[string]string{}
	configured := stringMap(known)
	for key, value := range found {
		if _, ours := configured[key]; ours || !(internalKey(key) || matchesAny(key, ignored)) {
			kept[key] = value
		}
	}
	return kept
}

func internalKey(key string) bool {
	parsed, err := url.Parse("//" + key)
	if err != nil {
		return false
	}
	host := parsed.Hostname()
	if host == "app.kubernetes.io" || host == "service.beta.kubernetes.io" {
		return false
	}
	return strings.HasSuffix(host, "kubernetes.io") || strings.Contains(key, "deprecated.daemonset.template.generation")
}

func matchesAny(key string, expressions []*regexp.Regexp) bool {
	for _, expression := range expressions {
		if expression.MatchString(key) {
			return true
		}
	}
	return false
}

// stringMap is nil for a null or unknown map.
func stringMap(value types.Map) map[string]string {
	var result map[string]string
	if !value.IsNull() && !value.IsUnknown() {
		value.ElementsAs(context.Background(), &result, false)
	}
	return result
}

// recordedMap keeps the difference between an empty map and none, which the cluster does not know.
func recordedMap(known types.Map, found map[string]string) types.Map {
	if len(found) == 0 {
		if known.IsNull() || known.IsUnknown() || len(known.Elements()) > 0 {
			return types.MapNull(types.StringType)
		}
		return known
	}
	value, _ := types.MapValueFrom(context.Background(), types.StringType, found)
	return value
}
