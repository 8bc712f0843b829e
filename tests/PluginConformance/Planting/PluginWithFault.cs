using ElementalProvider.Agent.Contract;

namespace ElementalProvider.PluginConformance.Planting;

/// <summary>A plugin that is right but for what somebody overrides.</summary>
/// <param name="inner">The plugin as it is.</param>
internal abstract class PluginWithFault(IOsPlugin inner) : IOsPlugin
{
    protected IOsPlugin Inner => inner;

    public virtual Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call) => inner.InitializeAsync(request, call);

    public virtual Task<OsFacts> GetFactsAsync(PluginCall call) => inner.GetFactsAsync(call);

    public virtual Task<HostnameResult> GetHostnameAsync(PluginCall call) => inner.GetHostnameAsync(call);

    public virtual Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) => inner.InstallHostnameAsync(request, call);

    public virtual Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => inner.InstallCloudConfigAsync(request, call);

    public virtual Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call) => inner.InstallFileAsync(request, call);

    public virtual Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call) => inner.InstallAsync(request, call);

    public virtual Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call) => inner.BootstrapAsync(request, call);

    public virtual Task<VerbResult> TriggerResetAsync(PluginCall call) => inner.TriggerResetAsync(call);

    public virtual Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call) => inner.ResetAsync(request, call);

    public virtual Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call) => inner.PreflightAsync(request, call);

    public virtual Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call) => inner.PrepareAsync(request, call);

    public virtual Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call) => inner.ApplyAsync(request, call);

    public virtual Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) => inner.VerifyAsync(request, call);

    public virtual Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) => inner.RollbackAsync(request, call);

    public virtual Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call) => inner.AbortAsync(request, call);
}
