using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>An OS that is only memory and answers at once: it does what it is asked, and what a test has written.</summary>
internal sealed class StubPlugin : IOsPlugin
{
    public PluginDescription Description { get; set; } = new() { Name = "stub", Capabilities = [PluginCapability.Prepare] };

    public Func<PluginCall, Task> OnPrepare { get; set; } = _ => Task.CompletedTask;

    public Func<Task> OnReset { get; set; } = () => Task.CompletedTask;

    public VerbResult Prepared { get; set; } = VerbResult.Done;

    public bool IsInstalled { get; private set; }

    public string BootId { get; set; } = "boot-1";

    /// <summary>Whether the next boot proves what was applied.</summary>
    public bool IsApplied { get; private set; }

    public Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call) => Task.FromResult(Description);

    public Task<OsFacts> GetFactsAsync(PluginCall call) => Task.FromResult(new OsFacts { BootId = BootId, Installed = IsInstalled });

    public Task<HostnameResult> GetHostnameAsync(PluginCall call) => Task.FromResult(new HostnameResult());

    public Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);

    public Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);

    public Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);

    public Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call)
    {
        IsInstalled = true;
        return Task.FromResult(VerbResult.Done);
    }

    public Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);

    public Task<VerbResult> TriggerResetAsync(PluginCall call) => Task.FromResult(VerbResult.Done);

    public async Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call)
    {
        await OnReset();
        return new ResetResult();
    }

    public Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call) => Task.FromResult(new PreflightResult());

    public async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        await OnPrepare(call);
        return Prepared;
    }

    public Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call)
    {
        IsApplied = true;
        return Task.FromResult(new ApplyResult { RebootRequired = true });
    }

    public Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) =>
        Task.FromResult(new VerifyResult { Verdict = IsApplied ? VerifyVerdict.Ok : VerifyVerdict.Mismatch });

    public Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) => Task.FromResult(new ApplyResult());

    public Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);
}
