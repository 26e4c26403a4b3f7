package helm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/postrender"
	helmrelease "helm.sh/helm/v3/pkg/release"
	"helm.sh/helm/v3/pkg/storage/driver"
)

var (
	_ resource.ResourceWithConfigure   = &release{}
	_ resource.ResourceWithModifyPlan  = &release{}
	_ resource.ResourceWithImportState = &release{}
	_ resource.ResourceWithIdentity    = &release{}
)

// release is the resource helm_release.
type release struct{ settings *settings }

func (r *release) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_release"
}

func (r *release) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.settings, _ = req.ProviderData.(*settings)
}

func (r *release) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := r.settings.actions(ctx, plan.Namespace.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Invalid cluster settings", err.Error())
		return
	}
	install := action.NewInstall(actions)
	loaded, diags := r.fetch(&plan, &install.ChartPathOptions)
	resp.Diagnostics.Append(diags...)
	values, diags := plan.mergedValues(ctx)
	resp.Diagnostics.Append(diags...)
	if config.SetWORevision.ValueInt64() > 0 {
		values, diags = config.withWriteOnly(ctx, values)
		resp.Diagnostics.Append(diags...)
	}
	renderer, err := plan.postRenderer()
	if err != nil {
		resp.Diagnostics.AddError("Invalid post-renderer", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	installed := ""
	if plan.UpgradeInstall.ValueBool() {
		if installed, err = installedVersion(actions, plan.Name.ValueString()); err != nil {
			resp.Diagnostics.AddError("Unable to look for an installed release", err.Error())
			return
		}
	}
	var made *helmrelease.Release
	if installed != "" {
		upgrade := action.NewUpgrade(actions)
		plan.configureAdoption(upgrade)
		upgrade.ChartPathOptions = install.ChartPathOptions
		upgrade.PostRenderer = renderer
		made, err = upgrade.Run(plan.Name.ValueString(), loaded, values)
	} else {
		plan.configureInstall(install)
		install.PostRenderer = renderer
		made, err = install.Run(loaded, values)
	}
	if err != nil {
		resp.Diagnostics.Append(r.failedCreate(ctx, &plan, actions, made, resp.Identity, err)...)
		return
	}
	resp.Diagnostics.Append(plan.record(ctx, made, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// failedCreate leaves a release that failed out of the state, as the provider hashicorp/helm does: the next apply meets
// a name in use unless upgrade_install, atomic or an import resolves it.
func (r *release) failedCreate(ctx context.Context, plan *releaseModel, actions *action.Configuration,
	made *helmrelease.Release, identity *tfsdk.ResourceIdentity, fault error) (diags diag.Diagnostics) {
	if made != nil {
		if _, err := action.NewGet(actions).Run(plan.Name.ValueString()); err == nil {
			diags.Append(plan.record(ctx, made, identity)...)
			diags.AddWarning("Helm release created with warnings", fmt.Sprintf("The release %q exists and has failed. "+
				"Find out why with helm status, correct it, then run Terraform again.", plan.Name.ValueString()))
			diags.AddError("Helm release error", fault.Error())
			return diags
		}
	}
	diags.AddError("installation failed", fault.Error())
	return diags
}

// Read takes a release that it can't look up for one that is gone, also when the cluster can't be reached: this is what
// the provider hashicorp/helm does.
func (r *release) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state releaseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := r.lookUp(ctx, &state)
	if err != nil {
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.Namespace, state.Name)...)
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(state.record(ctx, found, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *release) lookUp(ctx context.Context, m *releaseModel) (*helmrelease.Release, error) {
	actions, err := r.settings.actions(ctx, m.Namespace.ValueString())
	if err != nil {
		return nil, err
	}
	return action.NewGet(actions).Run(m.Name.ValueString())
}

func (r *release) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := r.settings.actions(ctx, state.Namespace.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Invalid cluster settings", err.Error())
		return
	}
	upgrade := action.NewUpgrade(actions)
	loaded, diags := r.fetch(&plan, &upgrade.ChartPathOptions)
	resp.Diagnostics.Append(diags...)
	values, diags := plan.mergedValues(ctx)
	resp.Diagnostics.Append(diags...)
	if plan.SetWORevision.ValueInt64() > state.SetWORevision.ValueInt64() {
		values, diags = config.withWriteOnly(ctx, values)
		resp.Diagnostics.Append(diags...)
	}
	if upgrade.PostRenderer, err = plan.postRenderer(); err != nil {
		resp.Diagnostics.AddError("Invalid post-renderer", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.configureUpgrade(upgrade)
	made, err := upgrade.Run(plan.Name.ValueString(), loaded, values)
	if err != nil {
		resp.Diagnostics.AddError("Error upgrading chart", fmt.Sprintf("Upgrade failed: %s", err))
		return
	}
	resp.Diagnostics.Append(plan.record(ctx, made, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete takes a release that it can't look up for one that is gone, as Read does.
func (r *release) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state releaseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := r.settings.actions(ctx, state.Namespace.ValueString())
	if err != nil {
		return
	}
	name := state.Name.ValueString()
	if _, err := action.NewGet(actions).Run(name); err != nil {
		return
	}
	uninstall := action.NewUninstall(actions)
	uninstall.Wait = state.Wait.ValueBool()
	uninstall.DisableHooks = state.DisableWebhooks.ValueBool()
	uninstall.Timeout = state.timeout()
	result, err := uninstall.Run(name)
	if err != nil {
		resp.Diagnostics.AddError("Error uninstalling release",
			fmt.Sprintf("Unable to uninstall Helm release %s: %s", name, err))
		return
	}
	if result.Info != "" {
		resp.Diagnostics.AddWarning("Helm uninstall returned an information message", result.Info)
	}
}

// fetch gives the chart that a release wants, after signing in to its registry where the release says how.
func (r *release) fetch(m *releaseModel, options *action.ChartPathOptions) (loaded *chart.Chart, diags diag.Diagnostics) {
	loaded, _, err := r.locate(m, options)
	if err != nil {
		diags.AddError("Error locating chart", err.Error())
		return nil, diags
	}
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		diags.AddError("Error checking if chart is installable", fmt.Sprintf(
			"The chart %s is of type %s: only an application chart can be installed.", loaded.Name(), kind))
	}
	return loaded, diags
}

func (r *release) locate(m *releaseModel, options *action.ChartPathOptions) (*chart.Chart, string, error) {
	from, err := m.source(options)
	if err != nil {
		return nil, "", err
	}
	if err := r.settings.loginFor(m); err != nil {
		return nil, "", err
	}
	return r.settings.load(m, from)
}

// installedVersion is the chart version of the newest revision of a release, or "" when there is none.
func installedVersion(actions *action.Configuration, name string) (string, error) {
	history := action.NewHistory(actions)
	history.Max = 1
	revisions, err := history.Run(name)
	if errors.Is(err, driver.ErrReleaseNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return revisions[0].Chart.Metadata.Version, nil
}

func (m *releaseModel) timeout() time.Duration {
	return time.Duration(m.TimeoutSeconds.ValueInt64()) * time.Second
}

func (m *releaseModel) postRenderer() (postrender.PostRenderer, error) {
	if m.PostRender == nil || m.PostRender.BinaryPath.ValueString() == "" {
		return nil, nil
	}
	var args []string
	for _, arg := range m.PostRender.Args.Elements() {
		args = append(args, text(arg))
	}
	return postrender.NewExec(m.PostRender.BinaryPath.ValueString(), args...)
}

func (m *releaseModel) configureInstall(install *action.Install) {
	install.ReleaseName = m.Name.ValueString()
	install.Namespace = m.Namespace.ValueString()
	install.CreateNamespace = m.CreateNamespace.ValueBool()
	install.Description = m.Description.ValueString()
	install.Timeout = m.timeout()
	install.Wait = m.Wait.ValueBool()
	install.WaitForJobs = m.WaitForJobs.ValueBool()
	install.Atomic = m.Atomic.ValueBool()
	install.Replace = m.Replace.ValueBool()
	install.TakeOwnership = m.TakeOwnership.ValueBool()
	install.SkipCRDs = m.SkipCRDs.ValueBool()
	install.SubNotes = m.RenderSubchartNotes.ValueBool()
	install.Devel = m.Devel.ValueBool()
	install.DependencyUpdate = m.DependencyUpdate.ValueBool()
	install.DisableHooks = m.DisableWebhooks.ValueBool()
	install.DisableOpenAPIValidation = m.DisableOpenAPIValidation.ValueBool()
}

// configureAdoption is for a create that meets an installed release under upgrade_install.
func (m *releaseModel) configureAdoption(upgrade *action.Upgrade) {
	upgrade.Namespace = m.Namespace.ValueString()
	upgrade.Description = m.Description.ValueString()
	upgrade.Timeout = m.timeout()
	upgrade.Wait = m.Wait.ValueBool()
	upgrade.Atomic = m.Atomic.ValueBool()
	upgrade.SkipCRDs = m.SkipCRDs.ValueBool()
	upgrade.SubNotes = m.RenderSubchartNotes.ValueBool()
	upgrade.Devel = m.Devel.ValueBool()
	upgrade.DisableHooks = m.DisableWebhooks.ValueBool()
	upgrade.DisableOpenAPIValidation = m.DisableOpenAPIValidation.ValueBool()
}

func (m *releaseModel) configureUpgrade(upgrade *action.Upgrade) {
	m.configureAdoption(upgrade)
	upgrade.WaitForJobs = m.WaitForJobs.ValueBool()
	upgrade.TakeOwnership = m.TakeOwnership.ValueBool()
	upgrade.Force = m.ForceUpdate.ValueBool()
	upgrade.ResetValues = m.ResetValues.ValueBool()
	upgrade.ReuseValues = m.ReuseValues.ValueBool()
	upgrade.Recreate = m.RecreatePods.ValueBool()
	upgrade.MaxHistory = int(m.MaxHistory.ValueInt64())
	upgrade.CleanupOnFail = m.CleanupOnFail.ValueBool()
}
