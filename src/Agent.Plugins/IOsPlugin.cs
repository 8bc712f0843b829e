using System.Text.Json;

namespace ElementalProvider.Agent.Plugins;

/// <summary>
/// How the agent works one family of operating systems. Every verb may be repeated after a crash, and fails with an
/// <see cref="OsPluginException"/> that says why.
/// </summary>
public interface IOsPlugin
{
    /// <summary>Prepares the plugin; called once, before anything else.</summary>
    /// <param name="context">What it works with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task InitializeAsync(PluginContext context, CancellationToken cancellationToken);

    /// <summary>What is true on the host now.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<OsFacts> GetFactsAsync(CancellationToken cancellationToken);

    /// <summary>Gives the host its name, for this boot and all later ones.</summary>
    /// <param name="hostname">The name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task InstallHostnameAsync(string hostname, CancellationToken cancellationToken);

    /// <summary>Puts the registration's cloud-config where the OS reads it at boot.</summary>
    /// <param name="cloudConfig">A JSON object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task InstallCloudConfigAsync(JsonElement cloudConfig, CancellationToken cancellationToken);

    /// <summary>Installs the OS.</summary>
    /// <param name="install">The registration's free-form install section, a JSON object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task InstallAsync(JsonElement install, CancellationToken cancellationToken);

    /// <summary>
    /// Brings the host to an OS version. A host that runs it already goes on running it, also after the next boot: where another version was put
    /// in place meanwhile, that one is not booted any more.
    /// </summary>
    /// <param name="osVersionManagement">The free-form version, a JSON object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the version runs already; after the reboot it must, or the version counts as failed.</returns>
    Task<OsVersionOutcome> ReconcileOsVersionAsync(JsonElement osVersionManagement, CancellationToken cancellationToken);

    /// <summary>
    /// Puts bootstrap data in place, all of it or nothing, and has it executed; <see cref="OsFacts.Bootstrap"/> tells when. Refused where it
    /// is in place already.
    /// </summary>
    /// <param name="format"><c>cloud-config</c> or <c>ignition</c>.</param>
    /// <param name="data">The data: a secret.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task BootstrapAsync(string format, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Arranges that the next boot resets the host. The agent reboots afterwards.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task TriggerResetAsync(CancellationToken cancellationToken);

    /// <summary>Wipes the host, in the boot that <see cref="TriggerResetAsync"/> arranged. The agent's work directory is left to the agent.</summary>
    /// <param name="reset">The registration's free-form reset section, a JSON object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The paths of the host that are proved to be gone.</returns>
    Task<IReadOnlyList<string>> ResetAsync(JsonElement reset, CancellationToken cancellationToken);

    /// <summary>Restarts the host; returns as soon as that is under way.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RebootAsync(CancellationToken cancellationToken);

    /// <summary>Switches the host off; returns as soon as that is under way.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task PowerOffAsync(CancellationToken cancellationToken);
}
