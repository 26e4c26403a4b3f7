package helm

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"helm.sh/helm/v3/pkg/strvals"
	"sigs.k8s.io/yaml"
)

const sensitiveContent = "(sensitive value)"

// mergedValues are the chart's values of a release: values, then set, set_list and set_sensitive, later ones winning.
func (m *releaseModel) mergedValues(ctx context.Context) (map[string]any, diag.Diagnostics) {
	var set, sensitive []setModel
	var lists []setListModel
	var diags diag.Diagnostics
	merged := map[string]any{}
	for _, document := range m.Values.Elements() {
		var parsed map[string]any
		if err := yaml.Unmarshal([]byte(text(document)), &parsed); err != nil {
			diags.AddError("Invalid values", fmt.Sprintf("An element of values is no YAML map: %s", err))
			return nil, diags
		}
		merged = merge(merged, parsed)
	}
	diags.Append(elements(ctx, m.Set, &set)...)
	diags.Append(elements(ctx, m.SetList, &lists)...)
	diags.Append(elements(ctx, m.SetSensitive, &sensitive)...)
	if diags.HasError() {
		return nil, diags
	}
	diags.Append(assign(merged, set)...)
	for _, list := range lists {
		items := make([]string, 0, len(list.Value.Elements()))
		for _, item := range list.Value.Elements() {
			if !item.IsNull() {
				items = append(items, text(item))
			}
		}
		assignment := fmt.Sprintf("%s={%s}", list.Name.ValueString(), strings.Join(items, ","))
		if err := strvals.ParseInto(assignment, merged); err != nil {
			diags.AddError("Invalid set_list", fmt.Sprintf("The list %q can't be set: %s", list.Name.ValueString(), err))
		}
	}
	diags.Append(assign(merged, sensitive)...)
	return merged, diags
}

// withWriteOnly adds set_wo, which only the configuration holds.
func (m *releaseModel) withWriteOnly(ctx context.Context, values map[string]any) (map[string]any, diag.Diagnostics) {
	var writeOnly []setModel
	diags := elements(ctx, m.SetWO, &writeOnly)
	added := map[string]any{}
	diags.Append(assign(added, writeOnly)...)
	return merge(values, added), diags
}

func assign(values map[string]any, set []setModel) (diags diag.Diagnostics) {
	for _, one := range set {
		if err := one.assign(values); err != nil {
			diags.AddError("Invalid set", fmt.Sprintf("The value %q can't be set: %s", one.Name.ValueString(), err))
		}
	}
	return diags
}

func (s setModel) assign(values map[string]any) error {
	name, value := s.Name.ValueString(), s.Value.ValueString()
	switch s.Type.ValueString() {
	case "", "auto":
		return strvals.ParseInto(name+"="+value, values)
	case "string":
		return strvals.ParseIntoString(name+"="+value, values)
	case "literal":
		var parsed map[string]any
		if err := yaml.Unmarshal([]byte(name+": "+value), &parsed); err != nil {
			return err
		}
		values[name] = parsed[name]
		return nil
	}
	return fmt.Errorf("its type is %q: use auto, string or literal", s.Type.ValueString())
}

// hidden are the values with those of set_sensitive covered up.
func (m *releaseModel) hidden(ctx context.Context, values map[string]any) (map[string]any, diag.Diagnostics) {
	var sensitive []setModel
	diags := elements(ctx, m.SetSensitive, &sensitive)
	covered := merge(nil, values)
	for _, one := range sensitive {
		cover(covered, strings.Split(one.Name.ValueString(), "."))
	}
	return covered, diags
}

func cover(values map[string]any, keys []string) {
	for _, key := range keys[:len(keys)-1] {
		inner, isMap := values[key].(map[string]any)
		if !isMap {
			return
		}
		values = inner
	}
	values[keys[len(keys)-1]] = sensitiveContent
}

// merge makes a new map of both, in depth; over wins.
func merge(base, over map[string]any) map[string]any {
	merged := maps.Clone(base)
	if merged == nil {
		merged = map[string]any{}
	}
	for key, value := range over {
		if inner, isMap := value.(map[string]any); isMap {
			below, _ := merged[key].(map[string]any)
			value = merge(below, inner)
		}
		merged[key] = value
	}
	return merged
}

func elements[T any](ctx context.Context, list types.List, target *[]T) diag.Diagnostics {
	if list.IsNull() || list.IsUnknown() {
		return nil
	}
	return list.ElementsAs(ctx, target, false)
}

func text(value attr.Value) string {
	return value.(types.String).ValueString()
}
