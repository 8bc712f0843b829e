using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>An OS that does what a test has written, and what another one does where the test has nothing to say.</summary>
internal sealed class ScriptedPlugin(IOsPlugin inner, OsScript script) : IOsPlugin
{
    public Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call) => inner.InitializeAsync(request, call);

    public Task<OsFacts> GetFactsAsync(PluginCall call) => inner.GetFactsAsync(call);

    public Task<HostnameResult> GetHostnameAsync(PluginCall call) => inner.GetHostnameAsync(call);

    public Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) => inner.InstallHostnameAsync(request, call);

    public Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => inner.InstallCloudConfigAsync(request, call);

    public Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call) => inner.InstallFileAsync(request, call);

    public Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call) => inner.InstallAsync(request, call);

    public async Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call)
    {
        await script.Bootstrap(call.CancellationToken);
        return await inner.BootstrapAsync(request, call);
    }

    public Task<VerbResult> TriggerResetAsync(PluginCall call) => inner.TriggerResetAsync(call);

    public async Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call)
    {
        await script.Reset(call.CancellationToken);
        return await inner.ResetAsync(request, call);
    }

    public async Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call) =>
        await script.Look(OsScript.VersionOf(request.Payload!.Value), call.CancellationToken) is { } verdict
            ? new PreflightResult { Verdict = verdict }
            : await inner.PreflightAsync(request, call);

    public async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        await script.Prepare(request, call);
        return await inner.PrepareAsync(request, call);
    }

    public Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call) => inner.ApplyAsync(request, call);

    public Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) => inner.VerifyAsync(request, call);

    public Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) => inner.RollbackAsync(request, call);

    public Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call)
    {
        script.Aborted.Add(request.Id);
        return inner.AbortAsync(request, call);
    }
}
