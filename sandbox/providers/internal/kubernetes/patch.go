package kubernetes

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// operation is one step of a JSON patch (RFC 6902).
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

// metadataPatch changes the labels and annotations that differ, and leaves alone those of others.
func metadataPatch(old, new ObjectMeta) []operation {
	return append(mapPatch("/metadata/annotations", stringMap(old.Annotations), stringMap(new.Annotations)),
		mapPatch("/metadata/labels", stringMap(old.Labels), stringMap(new.Labels))...)
}

func mapPatch(path string, old, new map[string]string) []operation {
	if len(old) == 0 {
		if len(new) == 0 {
			return nil
		}
		return []operation{{Op: "add", Path: path, Value: new}}
	}
	var patch []operation
	for key := range old {
		if _, kept := new[key]; !kept {
			patch = append(patch, operation{Op: "remove", Path: path + "/" + escaped(key)})
		}
	}
	for key, value := range new {
		if before, had := old[key]; !had || before != value {
			patch = append(patch, operation{Op: "add", Path: path + "/" + escaped(key), Value: value})
		}
	}
	return patch
}

func escaped(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func immutablePatch(old, new types.Bool) []operation {
	if old.ValueBool() == new.ValueBool() {
		return nil
	}
	return []operation{{Op: "add", Path: "/immutable", Value: new.ValueBool()}}
}

func text(value attr.Value) string {
	return value.(types.String).ValueString()
}
