package helm

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"strings"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/downloader"
	"helm.sh/helm/v3/pkg/getter"
	"helm.sh/helm/v3/pkg/registry"
)

// chartSource is where Helm looks for the chart of a release.
type chartSource struct {
	name    string
	options *action.ChartPathOptions
}

// source fills the options that one of Helm's actions already holds, since the registry client is in there.
func (m *releaseModel) source(options *action.ChartPathOptions) (chartSource, error) {
	name := strings.TrimSpace(m.Chart.ValueString())
	repository := m.Repository.ValueString()
	if registry.IsOCI(repository) {
		location, err := url.Parse(repository)
		if err != nil {
			return chartSource{}, fmt.Errorf("the chart repository %q is no URL: %w", repository, err)
		}
		location.Path = path.Join(location.Path, name)
		name = location.String()
	} else if _, err := url.ParseRequestURI(repository); err == nil {
		options.RepoURL = repository
	} else if repository != "" && !strings.Contains(name, "/") {
		name = repository + "/" + name
	}
	options.CaFile = m.RepositoryCAFile.ValueString()
	options.CertFile = m.RepositoryCertFile.ValueString()
	options.KeyFile = m.RepositoryKeyFile.ValueString()
	options.Keyring = m.Keyring.ValueString()
	options.Verify = m.Verify.ValueBool()
	options.Username = m.RepositoryUsername.ValueString()
	options.Password = m.RepositoryPassword.ValueString()
	options.PassCredentialsAll = m.PassCredentials.ValueBool()
	if !carriesVersion(name, options.RepoURL) {
		options.Version = m.wantedVersion()
	}
	return chartSource{name, options}, nil
}

func (m *releaseModel) wantedVersion() string {
	version := m.Version.ValueString()
	if version == "" && m.Devel.ValueBool() {
		return ">0.0.0-0"
	}
	return strings.TrimSpace(version)
}

// carriesVersion tells whether the chart is a file, a folder or a plain URL, which a version has no say in.
func carriesVersion(name, repository string) bool {
	if _, err := url.ParseRequestURI(name); err == nil && !registry.IsOCI(name) {
		return true
	}
	return exists(name) || exists(repository)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// load fetches the chart, and its dependencies if the release asks for that.
func (s *settings) load(m *releaseModel, from chartSource) (*chart.Chart, string, error) {
	s.charts.Lock()
	defer s.charts.Unlock()
	file, err := from.options.LocateChart(from.name, s.env)
	if err != nil {
		return nil, "", fmt.Errorf("unable to locate chart %s: %w", from.name, err)
	}
	loaded, err := loader.Load(file)
	if err != nil {
		return nil, "", fmt.Errorf("unable to load chart %s: %w", file, err)
	}
	if action.CheckDependencies(loaded, loaded.Metadata.Dependencies) == nil {
		return loaded, file, nil
	}
	if !m.DependencyUpdate.ValueBool() {
		return nil, "", fmt.Errorf("the chart %s names dependencies that are missing in its charts/ folder: "+
			"pack them with the chart or set dependency_update", file)
	}
	manager := &downloader.Manager{
		Out:              io.Discard,
		ChartPath:        file,
		Keyring:          m.Keyring.ValueString(),
		Getters:          getter.All(s.env),
		RepositoryConfig: s.env.RepositoryConfig,
		RepositoryCache:  s.env.RepositoryCache,
		Debug:            s.env.Debug,
	}
	if err := manager.Update(); err != nil {
		return nil, "", fmt.Errorf("unable to update the dependencies of chart %s: %w", file, err)
	}
	loaded, err = loader.Load(file)
	return loaded, file, err
}

func lint(file string, values map[string]any) error {
	result := action.NewLint().Run([]string{file}, values)
	if len(result.Errors) == 0 {
		return nil
	}
	faults := make([]string, 0, len(result.Errors))
	for _, fault := range result.Errors {
		faults = append(faults, fault.Error())
	}
	return fmt.Errorf("malformed chart or values: %s", strings.Join(faults, "; "))
}
