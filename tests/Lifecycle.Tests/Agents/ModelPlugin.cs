using System.Text;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>The OS of a computer as an OS plugin. Every verb is a call that may fail, be refused, or be cut off.</summary>
internal sealed class ModelPlugin(PhysicalHost computer, Process process) : IOsPlugin
{
    private ModelOs Os => computer.Os;

    public Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call) =>
        process.CallAsync(Port.Plugin, () => new PluginDescription { Name = "model", Capabilities = [PluginCapability.Prepare, PluginCapability.Upgrade, PluginCapability.Reset] }, call.CancellationToken);

    public Task<OsFacts> GetFactsAsync(PluginCall call) => process.CallAsync(Port.Plugin, () => Os.Facts(computer.BootId), call.CancellationToken);

    public Task<HostnameResult> GetHostnameAsync(PluginCall call) => throw new NotSupportedException();

    public Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) => DoAsync(Port.Plugin, () => { }, call);

    public Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => throw new NotSupportedException();

    public Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call) => throw new NotSupportedException();

    public Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call) => DoAsync(Port.Plugin, Os.Install, call);

    public Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call) => process.CallAsync(
        Port.Plugin,
        () =>
        {
            string data = Encoding.UTF8.GetString(request.Data.Span);
            if (!Os.Bootstrap(data, computer.BootId))
                throw new PluginException("there is bootstrap data already") { CanRetry = false };

            computer.World.Watch.OnBootstrap(computer, data);
            return VerbResult.Done;
        },
        call.CancellationToken);

    public Task<VerbResult> TriggerResetAsync(PluginCall call) => DoAsync(Port.Plugin, () => Os.BootsIntoRecovery = true, call);

    public Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call) => process.CallAsync(
        Port.Plugin,
        () =>
        {
            computer.World.Watch.OnWipe(computer);
            Os.Wipe(onlyInPart: false);
            return Task.FromResult(new ResetResult { RemovedPaths = ModelOs.WipedPaths });
        },
        half: () =>
        {
            computer.World.Watch.OnWipe(computer);
            Os.Wipe(onlyInPart: true);
        },
        call.CancellationToken);

    public Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call) => process.CallAsync(
        Port.Operation, () => new PreflightResult { Verdict = Os.Look(request.Wanted, computer.BootId) }, call.CancellationToken);

    public Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call) => DoAsync(Port.Operation, () => Os.Prepare(request.Wanted), call);

    public Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call) => process.CallAsync(
        Port.Operation, () => new ApplyResult { RebootRequired = Os.Apply(request.Wanted, computer.BootId) }, call.CancellationToken);

    public Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) => process.CallAsync(
        Port.Plugin, () => new VerifyResult { Verdict = Os.Verify(request.Wanted) }, call.CancellationToken);

    public Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) => throw new NotSupportedException();

    public Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call) => DoAsync(Port.Plugin, Os.Settle, call);

    private Task<VerbResult> DoAsync(Port port, Action effect, PluginCall call) => process.CallAsync(
        port,
        () =>
        {
            effect();
            return VerbResult.Done;
        },
        call.CancellationToken);
}
