package kubernetes

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation"
)

// objectName checks a name, or with prefix a generate_name, by the rules of the API server.
type objectName struct{ prefix bool }

func (objectName) Description(context.Context) string { return "a name that the API server accepts" }
func (objectName) MarkdownDescription(context.Context) string {
	return "a name that the API server accepts"
}

func (o objectName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	check := apivalidation.NameIsDNSSubdomain
	if o.prefix {
		check = apivalidation.NameIsDNSLabel
	}
	for _, fault := range check(req.ConfigValue.ValueString(), o.prefix) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid name", fmt.Sprintf("%q: %s", req.ConfigValue.ValueString(), fault))
	}
}

// entries checks every entry of a map.
type entries struct {
	faults func(key, value string) []string
}

func (entries) Description(context.Context) string { return "entries that the API server accepts" }
func (entries) MarkdownDescription(context.Context) string {
	return "entries that the API server accepts"
}

func (e entries) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, element := range req.ConfigValue.Elements() {
		if element.IsUnknown() {
			continue
		}
		for _, fault := range e.faults(key, text(element)) {
			resp.Diagnostics.AddAttributeError(req.Path.AtMapKey(key), "Invalid entry", fmt.Sprintf("%q: %s", key, fault))
		}
	}
}

func annotationFaults(key, _ string) []string {
	return validation.IsQualifiedName(strings.ToLower(key))
}

func labelFaults(key, value string) []string {
	return append(validation.IsQualifiedName(key), validation.IsValidLabelValue(value)...)
}

func base64Faults(_, value string) []string {
	if _, err := base64.StdEncoding.DecodeString(value); err != nil {
		return []string{"the value must be base64: " + err.Error()}
	}
	return nil
}
