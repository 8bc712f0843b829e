namespace ElementalProvider.Agent.Contract;

/// <summary>
/// What the agent asks of an operating system. One call runs at a time. Every verb may be repeated after a crash, a power cut or a lost answer, and
/// then ends as it would have. Requests and results are plain records, so that a plugin can be another process.
/// <list type="bullet">
/// <item>What a plugin cannot do at all it says by a result that is not supported; it never claims to have done it.</item>
/// <item>What it could not do this time it says by a <see cref="PluginException"/>, which tells whether trying again can help.</item>
/// <item>It keeps to the deadline of the call and ends at once when it is cancelled.</item>
/// <item>It never touches the host's power. A result or a fact says that a reboot is needed; the agent reboots when it has told the server.</item>
/// </list>
/// </summary>
public interface IOsPlugin
{
    /// <summary>Prepares the plugin; called once, before anything else.</summary>
    /// <param name="request">What it works with.</param>
    /// <param name="call">How long it may take.</param>
    /// <returns>What it is, and what it can do.</returns>
    Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call);

    /// <summary>What is true on the host now; asking changes nothing.</summary>
    /// <param name="call">How long it may take.</param>
    Task<OsFacts> GetFactsAsync(PluginCall call);

    /// <summary>The name that the host has now.</summary>
    /// <param name="call">How long it may take.</param>
    Task<HostnameResult> GetHostnameAsync(PluginCall call);

    /// <summary>Gives the host its name, for this boot and all later ones.</summary>
    /// <param name="request">The name.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call);

    /// <summary>Puts the registration's cloud-config where the OS reads it at boot.</summary>
    /// <param name="request">The cloud-config.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call);

    /// <summary>Puts one file on the host where it outlives updates of the OS, all of it or nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call);

    /// <summary>Installs the OS.</summary>
    /// <param name="request">The registration's free-form install section.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call);

    /// <summary>
    /// Puts bootstrap data in place, all of it or nothing, and has it executed; <see cref="OsFacts.Bootstrap"/> tells when. Refused for good where
    /// it is in place already.
    /// </summary>
    /// <param name="request">The data: a secret.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call);

    /// <summary>Arranges that the next boot resets the host. The agent reboots afterwards.</summary>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> TriggerResetAsync(PluginCall call);

    /// <summary>Wipes the host, in the boot that <see cref="TriggerResetAsync"/> arranged. The agent's work directory is left to the agent.</summary>
    /// <param name="request">The registration's free-form reset section.</param>
    /// <param name="call">How long it may take.</param>
    Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call);

    /// <summary>
    /// Looks whether an operation can be done, and whether anything is left to do. The running system is not disturbed. Where it says that
    /// nothing is left, that stays so over the next boot: what was put in place meanwhile is not booted any more.
    /// </summary>
    /// <param name="request">The operation.</param>
    /// <param name="call">How long it may take.</param>
    Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call);

    /// <summary>Fetches, checks and puts beside the running system what the operation needs. A host that loses its power in the middle comes up as it was.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="call">How long it may take, and whom to tell how far it is.</param>
    Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call);

    /// <summary>Does what was prepared: changes what boots next, or the running system.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="call">How long it may take, and whom to tell how far it is.</param>
    Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call);

    /// <summary>Proves what became of an operation that was applied; after the reboot, where one was needed.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call);

    /// <summary>Takes back an operation that was applied, so that the host is as it was before it; after a reboot, where one is needed.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="call">How long it may take.</param>
    Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call);

    /// <summary>
    /// Gives an operation up: what Prepare and Apply left behind is not booted by the next boot. What runs already goes on running. Harmless for
    /// an operation that was never begun, or is given up already.
    /// </summary>
    /// <param name="request">The operation; what it wants may be unknown by now.</param>
    /// <param name="call">How long it may take.</param>
    Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call);
}
