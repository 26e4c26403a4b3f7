package providertest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/scheme"
)

// DeadAPI is an address that no machine has.
const DeadAPI = "https://cluster.invalid"

// Cluster is a Kubernetes API with namespaces, ConfigMaps, Secrets and StorageClasses in memory.
type Cluster struct {
	// URL is the address of the API.
	URL string
	// Refuse makes requests fail: it gives the reason, or "" to let one pass.
	Refuse func(method, path string) string
	// Linger is how often a deleted namespace is still seen, as terminating.
	Linger int

	mutex   sync.Mutex
	objects map[string]*unstructured.Unstructured
	writes  int
}

// NewCluster starts an API that stops with the test.
func NewCluster(t *testing.T) *Cluster {
	cluster := &Cluster{objects: map[string]*unstructured.Unstructured{}}
	server := httptest.NewServer(cluster)
	t.Cleanup(server.Close)
	cluster.URL = server.URL
	return cluster
}

// Object gives what is stored at a path such as "namespaces/apps/configmaps/settings", or nil.
func (c *Cluster) Object(at string) map[string]any {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if found := c.objects[at]; found != nil {
		return found.DeepCopy().Object
	}
	return nil
}

// Put stores an object, as somebody else would.
func (c *Cluster) Put(at string, object map[string]any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.store(at, &unstructured.Unstructured{Object: object})
}

// Remove takes away all objects below a path, as somebody else would.
func (c *Cluster) Remove(prefix string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for at := range c.objects {
		if strings.HasPrefix(at, prefix) {
			delete(c.objects, at)
		}
	}
}

// Paths lists the stored objects below a path.
func (c *Cluster) Paths(prefix string) (paths []string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for at := range c.objects {
		if strings.HasPrefix(at, prefix) {
			paths = append(paths, at)
		}
	}
	return paths
}

func (c *Cluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	at, served := strings.CutPrefix(r.URL.Path, "/api/v1/")
	if !served {
		at, served = strings.CutPrefix(r.URL.Path, "/apis/storage.k8s.io/v1/")
	}
	if c.Refuse != nil {
		if reason := c.Refuse(r.Method, at); reason != "" {
			fail(w, http.StatusInternalServerError, metav1.StatusReasonInternalError, reason)
			return
		}
	}
	switch {
	case !served:
		discover(w, r.URL.Path)
	case r.Method == http.MethodPost:
		c.create(w, at, body(r))
	case isCollection(at):
		c.list(w, at, r.URL.Query().Get("labelSelector"))
	case c.objects[at] == nil:
		fail(w, http.StatusNotFound, metav1.StatusReasonNotFound, fmt.Sprintf("%s not found", at))
	case r.Method == http.MethodDelete:
		c.delete(w, at)
	case r.Method == http.MethodGet:
		found := c.objects[at]
		if found.GetDeletionTimestamp() != nil {
			if c.Linger--; c.Linger <= 0 {
				delete(c.objects, at)
			}
		}
		answer(w, http.StatusOK, found)
	default:
		c.change(w, at, r)
	}
}

func discover(w http.ResponseWriter, at string) {
	kinds := func(name, kind string, namespaced bool) metav1.APIResource {
		return metav1.APIResource{Name: name, Kind: kind, Namespaced: namespaced, Verbs: metav1.Verbs{"get", "create"}}
	}
	switch at {
	case "/version":
		answer(w, http.StatusOK, map[string]string{"major": "1", "minor": "36", "gitVersion": "v1.36.3"})
	case "/api":
		answer(w, http.StatusOK, metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}, Versions: []string{"v1"}})
	case "/apis":
		answer(w, http.StatusOK, metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"}})
	case "/api/v1":
		answer(w, http.StatusOK, metav1.APIResourceList{
			TypeMeta:     metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"},
			GroupVersion: "v1",
			APIResources: []metav1.APIResource{
				kinds("namespaces", "Namespace", false), kinds("configmaps", "ConfigMap", true), kinds("secrets", "Secret", true),
			},
		})
	default:
		fail(w, http.StatusNotFound, metav1.StatusReasonNotFound, at+" is not served")
	}
}

// isCollection tells namespaces/x/secrets from namespaces/x/secrets/y: a collection has an odd number of parts.
func isCollection(at string) bool { return strings.Count(at, "/")%2 == 0 }

func (c *Cluster) create(w http.ResponseWriter, at string, object *unstructured.Unstructured) {
	if object.GetName() == "" {
		object.SetName(fmt.Sprintf("%s%05d", object.GetGenerateName(), c.writes))
	}
	at = path.Join(at, object.GetName())
	if c.objects[at] != nil {
		fail(w, http.StatusConflict, metav1.StatusReasonAlreadyExists, at+" already exists")
		return
	}
	object.SetUID(types.UID(fmt.Sprintf("uid-%d", c.writes)))
	answer(w, http.StatusCreated, c.store(at, object))
}

func (c *Cluster) list(w http.ResponseWriter, at, selector string) {
	wanted, err := labels.Parse(selector)
	if err != nil {
		fail(w, http.StatusBadRequest, metav1.StatusReasonBadRequest, err.Error())
		return
	}
	found := []any{}
	kind := ""
	for name, object := range c.objects {
		if path.Dir(name) == at && wanted.Matches(labels.Set(object.GetLabels())) {
			found, kind = append(found, object.Object), object.GetKind()
		}
	}
	answer(w, http.StatusOK, map[string]any{"kind": kind + "List", "apiVersion": "v1", "metadata": map[string]any{}, "items": found})
}

func (c *Cluster) change(w http.ResponseWriter, at string, r *http.Request) {
	old, err := c.objects[at].MarshalJSON()
	sent, readErr := io.ReadAll(r.Body)
	if err != nil || readErr != nil {
		panic(fmt.Sprint(err, readErr))
	}
	changed := sent
	switch r.Header.Get("Content-Type") {
	case string(types.JSONPatchType):
		var patch jsonpatch.Patch
		if patch, err = jsonpatch.DecodePatch(sent); err == nil {
			changed, err = patch.Apply(old)
		}
	case string(types.MergePatchType), string(types.StrategicMergePatchType):
		changed, err = jsonpatch.MergePatch(old, sent)
	}
	if err != nil {
		fail(w, http.StatusUnprocessableEntity, metav1.StatusReasonInvalid, err.Error())
		return
	}
	answer(w, http.StatusOK, c.store(at, decode(changed)))
}

func (c *Cluster) delete(w http.ResponseWriter, at string) {
	object := c.objects[at]
	if c.Linger == 0 || object.GetKind() != "Namespace" {
		delete(c.objects, at)
	} else {
		now := metav1.Now()
		object.SetDeletionTimestamp(&now)
		object.Object["status"] = map[string]any{"phase": "Terminating", "conditions": []any{
			map[string]any{"type": "NamespaceContentRemaining", "status": "True", "message": "configmaps. has 1 resource instances"},
		}}
	}
	answer(w, http.StatusOK, object)
}

func (c *Cluster) store(at string, object *unstructured.Unstructured) *unstructured.Unstructured {
	c.writes++
	parts := strings.Split(at, "/")
	if len(parts) == 4 {
		object.SetNamespace(parts[1])
	}
	object.SetName(parts[len(parts)-1])
	object.SetResourceVersion(fmt.Sprint(c.writes))
	if text, has := object.Object["stringData"].(map[string]any); has {
		for key, value := range text {
			encoded := base64.StdEncoding.EncodeToString([]byte(value.(string)))
			if err := unstructured.SetNestedField(object.Object, encoded, "data", key); err != nil {
				panic(err)
			}
		}
		delete(object.Object, "stringData")
	}
	c.objects[at] = object
	return object
}

func body(r *http.Request) *unstructured.Unstructured {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	return decode(sent)
}

// decode reads JSON, and the protocol buffers that client-go prefers for the kinds it knows.
func decode(content []byte) *unstructured.Unstructured {
	decoded, kind, err := scheme.Codecs.UniversalDeserializer().Decode(content, nil, nil)
	if err != nil {
		panic(err)
	}
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(decoded)
	if err != nil {
		panic(err)
	}
	object := &unstructured.Unstructured{Object: fields}
	object.SetGroupVersionKind(*kind)
	return object
}

func answer(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(content); err != nil {
		panic(err)
	}
}

func fail(w http.ResponseWriter, status int, reason metav1.StatusReason, message string) {
	answer(w, status, metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"},
		Status:   metav1.StatusFailure, Code: int32(status), Reason: reason, Message: message,
	})
}
