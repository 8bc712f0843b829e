using System.Text.Json;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>An OS that does what a test has written, and what another one does where the test has nothing to say.</summary>
internal sealed class ScriptedPlugin(IOsPlugin inner, OsScript script) : IOsPlugin
{
    public Task InitializeAsync(PluginContext context, CancellationToken cancellationToken) => inner.InitializeAsync(context, cancellationToken);

    public Task<OsFacts> GetFactsAsync(CancellationToken cancellationToken) => inner.GetFactsAsync(cancellationToken);

    public Task InstallHostnameAsync(string hostname, CancellationToken cancellationToken) => inner.InstallHostnameAsync(hostname, cancellationToken);

    public Task InstallCloudConfigAsync(JsonElement cloudConfig, CancellationToken cancellationToken) =>
        inner.InstallCloudConfigAsync(cloudConfig, cancellationToken);

    public Task InstallAsync(JsonElement install, CancellationToken cancellationToken) => inner.InstallAsync(install, cancellationToken);

    public async Task<OsVersionOutcome> ReconcileOsVersionAsync(JsonElement osVersionManagement, CancellationToken cancellationToken) =>
        await script.OsVersion(OsScript.VersionOf(osVersionManagement), cancellationToken)
        ?? await inner.ReconcileOsVersionAsync(osVersionManagement, cancellationToken);

    public async Task BootstrapAsync(string format, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await script.Bootstrap(cancellationToken);
        await inner.BootstrapAsync(format, data, cancellationToken);
    }

    public Task TriggerResetAsync(CancellationToken cancellationToken) => inner.TriggerResetAsync(cancellationToken);

    public async Task<IReadOnlyList<string>> ResetAsync(JsonElement reset, CancellationToken cancellationToken)
    {
        await script.Reset(cancellationToken);
        return await inner.ResetAsync(reset, cancellationToken);
    }

    public Task RebootAsync(CancellationToken cancellationToken) => inner.RebootAsync(cancellationToken);

    public Task PowerOffAsync(CancellationToken cancellationToken) => inner.PowerOffAsync(cancellationToken);
}
