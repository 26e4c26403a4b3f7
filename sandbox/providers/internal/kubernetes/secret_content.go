package kubernetes

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
)

// record leaves the content alone under write-only arguments: nothing tells which keys are theirs.
func (s *secret) record(m *secretModel, found *corev1.Secret) {
	if len(m.Metadata) == 0 {
		m.Metadata = make([]NamespacedMeta, 1)
	}
	m.ID = types.StringValue(found.Namespace + "/" + found.Name)
	m.Metadata[0].record(s.settings, found.ObjectMeta)
	m.Type = types.StringValue(string(found.Type))
	m.Immutable = recordedFlag(m.Immutable, found.Immutable)
	if m.DataWORevision.ValueInt64() > 0 || m.BinaryDataWORevision.ValueInt64() > 0 {
		if m.Data.IsUnknown() {
			m.Data = types.MapNull(types.StringType)
		}
		return
	}
	plain, binary := map[string]string{}, map[string][]byte{}
	known := stringMap(m.BinaryData)
	for key, value := range found.Data {
		if _, isBinary := known[key]; isBinary {
			binary[key] = value
		} else {
			plain[key] = string(value)
		}
	}
	m.Data = recordedMap(m.Data, plain)
	m.BinaryData = recordedMap(m.BinaryData, encoded(binary))
}

// changedContent is the whole new content, in base64, when any part of it changes. A write-only part counts as changed
// with its revision only; one that did not change is not known any more, and left out.
func (m *secretModel) changedContent(state, config *secretModel) (content map[string]string, changed bool) {
	content = map[string]string{}
	if !m.DataWORevision.Equal(state.DataWORevision) {
		changed = true
		maps.Copy(content, encodedText(stringMap(config.DataWO)))
	} else {
		changed = !m.Data.Equal(state.Data)
		maps.Copy(content, encodedText(stringMap(m.Data)))
	}
	if !m.BinaryDataWORevision.Equal(state.BinaryDataWORevision) {
		changed = true
		maps.Copy(content, stringMap(config.BinaryDataWO))
	} else {
		changed = changed || !m.BinaryData.Equal(state.BinaryData)
		maps.Copy(content, stringMap(m.BinaryData))
	}
	return content, changed
}

func encodedText(values map[string]string) map[string]string {
	raw := make(map[string][]byte, len(values))
	for key, value := range values {
		raw[key] = []byte(value)
	}
	return encoded(raw)
}
