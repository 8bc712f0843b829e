using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Hosts;

/// <summary>How long each verb of an OS plugin may take.</summary>
internal sealed record VerbDeadlines
{
    /// <summary>Facts, host name, files, asking for a reset: what only reads or writes a little.</summary>
    public TimeSpan Short { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Looking at an operation, proving it, giving it up.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Bootstrap { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Install { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan Reset { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan Prepare { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan Apply { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>
/// Calls an OS plugin on behalf of the agent: each verb has a deadline, at which it is cancelled and fails as something that may pass; what the
/// plugin does not support fails as something that does not.
/// </summary>
internal sealed class OsPluginCalls(IOsPlugin plugin, VerbDeadlines deadlines, TimeProvider clock)
{
    private PluginDescription? description;

    /// <summary>Who is told how far the verb is that runs.</summary>
    public IProgress<PluginProgress>? Progress { get; set; }

    /// <summary>Prepares the plugin; called before everything else.</summary>
    /// <exception cref="PluginException">It cannot work here, or speaks another version of the contract.</exception>
    public async Task InitializeAsync(InitializeRequest request, CancellationToken cancellationToken)
    {
        PluginDescription told = await CallAsync("get ready", deadlines.Short, call => plugin.InitializeAsync(request, call), cancellationToken);
        if (ContractVersion.Refuse(told.Name, told.ContractVersion) is { } refusal)
            throw new PluginException(refusal) { CanRetry = false };

        description = told;
    }

    public Task<OsFacts> GetFactsAsync(CancellationToken cancellationToken) =>
        CallAsync("tell its facts", deadlines.Short, plugin.GetFactsAsync, cancellationToken);

    public Task InstallHostnameAsync(string hostname, CancellationToken cancellationToken) =>
        DoAsync("set the host name", deadlines.Short, call => plugin.InstallHostnameAsync(new HostnameRequest(hostname), call), cancellationToken);

    public Task InstallCloudConfigAsync(CloudConfigRequest request, CancellationToken cancellationToken) =>
        DoAsync("put the cloud-config in place", deadlines.Short, call => plugin.InstallCloudConfigAsync(request, call), cancellationToken);

    public Task InstallAsync(InstallRequest request, CancellationToken cancellationToken) =>
        DoAsync("install the OS", deadlines.Install, call => plugin.InstallAsync(request, call), cancellationToken);

    public Task BootstrapAsync(BootstrapRequest request, CancellationToken cancellationToken) =>
        DoAsync("put the bootstrap data in place", deadlines.Bootstrap, call => plugin.BootstrapAsync(request, call), cancellationToken);

    public Task TriggerResetAsync(CancellationToken cancellationToken) =>
        DoAsync("arrange the reset", deadlines.Short, plugin.TriggerResetAsync, cancellationToken);

    public Task<ResetResult> ResetAsync(ResetRequest request, CancellationToken cancellationToken) =>
        DoAsync("wipe the host", deadlines.Reset, call => plugin.ResetAsync(request, call), cancellationToken);

    public Task<PreflightResult> PreflightAsync(OperationRequest request, CancellationToken cancellationToken) =>
        DoAsync("look at the operation", deadlines.Look, call => plugin.PreflightAsync(request, call), cancellationToken);

    /// <summary>Prepares an operation, where the plugin can do that before it applies it.</summary>
    public Task PrepareAsync(OperationRequest request, CancellationToken cancellationToken) =>
        description?.Capabilities.Contains(PluginCapability.Prepare) == false
            ? Task.CompletedTask
            : DoAsync("prepare the operation", deadlines.Prepare, call => plugin.PrepareAsync(request, call), cancellationToken);

    public Task<ApplyResult> ApplyAsync(OperationRequest request, CancellationToken cancellationToken) =>
        DoAsync("apply the operation", deadlines.Apply, call => plugin.ApplyAsync(request, call), cancellationToken);

    public Task<VerifyResult> VerifyAsync(OperationRequest request, CancellationToken cancellationToken) =>
        DoAsync("prove the operation", deadlines.Look, call => plugin.VerifyAsync(request, call), cancellationToken);

    public Task AbortAsync(OperationRequest request, CancellationToken cancellationToken) =>
        DoAsync("give the operation up", deadlines.Look, call => plugin.AbortAsync(request, call), cancellationToken);

    private async Task<T> DoAsync<T>(string what, TimeSpan patience, Func<PluginCall, Task<T>> verb, CancellationToken cancellationToken)
        where T : VerbResult
    {
        T result = await CallAsync(what, patience, verb, cancellationToken);
        return result.IsSupported
            ? result
            : throw new PluginException(result.Message.Length > 0 ? result.Message : $"The OS plugin cannot {what}: it does not support that.") { CanRetry = false };
    }

    private async Task<T> CallAsync<T>(string what, TimeSpan patience, Func<PluginCall, Task<T>> verb, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(patience, clock);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await verb(new PluginCall { Deadline = clock.GetUtcNow() + patience, Progress = Progress, CancellationToken = ending.Token });
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PluginException($"The OS plugin did not {what} within {patience.TotalMinutes:0.#} min and was stopped; it is asked again after a pause.", exception);
        }
    }
}
