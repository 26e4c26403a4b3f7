package helm

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"helm.sh/helm/v3/pkg/action"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

// cluster is the Kubernetes API as Helm wants to see it: a genericclioptions.RESTClientGetter.
type cluster struct {
	config clientcmd.ClientConfig
	burst  int
	qps    float32
}

func (c cluster) ToRawKubeConfigLoader() clientcmd.ClientConfig { return c.config }

func (c cluster) ToRESTConfig() (*rest.Config, error) { return c.config.ClientConfig() }

func (c cluster) ToDiscoveryClient() (discovery.CachedDiscoveryInterface, error) {
	config, err := c.ToRESTConfig()
	if err != nil {
		return nil, err
	}
	config.Burst = c.burst
	config.QPS = c.qps
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	return memory.NewMemCacheClient(client), nil
}

func (c cluster) ToRESTMapper() (meta.RESTMapper, error) {
	client, err := c.ToDiscoveryClient()
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(client)
	return restmapper.NewShortcutExpander(mapper, client, nil), nil
}

// actions gives Helm's actions for the releases of one namespace, without contacting the cluster.
func (s *settings) actions(ctx context.Context, namespace string) (*action.Configuration, error) {
	config, err := s.connection.ClientConfig(s.exec, namespace)
	if err != nil {
		return nil, err
	}
	actions := &action.Configuration{RegistryClient: s.registry}
	log := func(format string, values ...any) { tflog.Debug(ctx, fmt.Sprintf(format, values...)) }
	getter := cluster{config: config, burst: s.burst, qps: s.qps}
	return actions, actions.Init(getter, namespace, s.driver, log)
}
