using System.Text;
using System.Text.Json;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>
/// An OS that is only files: it writes down what it is told, for tests, demonstrations and simulated machines. File names and places are
/// those of the older agent's dummy plugin. A recovery system stands in by removing <c>needs.reset</c> before it runs the reset.
/// </summary>
internal sealed class DummyPlugin : IOsPlugin
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private PluginContext? context;

    private PluginContext Context => context ?? throw new InvalidOperationException("The plugin is used before it is initialized.");

    private DummyPaths Paths => new(Context.WorkDirectory);

    public Task InitializeAsync(PluginContext context, CancellationToken cancellationToken)
    {
        this.context = context;
        return Task.CompletedTask;
    }

    public async Task<OsFacts> GetFactsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> reported = new() { ["os-plugin"] = "dummy" };
        if (await ReadAsync(Paths.OsVersion, cancellationToken) is { } version)
            reported["os-version"] = version.Trim();

        return new OsFacts
        {
            Installed = Exists(Paths.Install),
            Bootstrap = await GetBootstrapEvidenceAsync(cancellationToken),
            Reported = reported,
        };
    }

    public Task InstallHostnameAsync(string hostname, CancellationToken cancellationToken) =>
        WriteAsync(DummyPaths.Hostname, hostname + "\n", Readable, cancellationToken);

    public Task InstallCloudConfigAsync(JsonElement cloudConfig, CancellationToken cancellationToken) =>
        WriteAsync(DummyPaths.CloudConfig, "#cloud-config\n" + YamlText.FromJson(cloudConfig), Private, cancellationToken);

    public Task InstallAsync(JsonElement install, CancellationToken cancellationToken) =>
        WriteAsync(Paths.Install, YamlText.FromJson(install), Readable, cancellationToken);

    public async Task<OsVersionOutcome> ReconcileOsVersionAsync(JsonElement osVersionManagement, CancellationToken cancellationToken)
    {
        string wanted = YamlText.FromJson(osVersionManagement);
        string bootId = BootId.Read(Context.Root);
        if (await ReadAsync(Paths.OsVersion, cancellationToken) == wanted)
        {
            bool rebooted = await ReadAsync(Paths.OsVersionBoot, cancellationToken) != bootId;
            return rebooted ? OsVersionOutcome.Running : OsVersionOutcome.RebootRequired;
        }

        // The boot goes first: a version without it would count as running at once.
        await WriteAsync(Paths.OsVersionBoot, bootId, Readable, cancellationToken);
        await WriteAsync(Paths.OsVersion, wanted, Readable, cancellationToken);
        return OsVersionOutcome.RebootRequired;
    }

    public async Task BootstrapAsync(string format, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        string path = format switch
        {
            "cloud-config" => DummyPaths.CloudConfigBootstrap,
            "ignition" => DummyPaths.IgnitionBootstrap,
            _ => throw new OsPluginException($"The bootstrap format \"{format}\" is not known; use cloud-config or ignition."),
        };
        if (Exists(path))
            throw new OsPluginException($"Bootstrap data is in place already at {path}; reset the host to bootstrap it again.");

        // The boot goes first: data without it would count as executed at once.
        await WriteAsync(Paths.BootstrapBoot, BootId.Read(Context.Root), Readable, cancellationToken);
        await AtomicFile.WriteAsync(Context.Root.Resolve(path), data, Private, cancellationToken);
    }

    public Task TriggerResetAsync(CancellationToken cancellationToken) =>
        WriteAsync(Paths.NeedsReset, "", Readable, cancellationToken);

    public async Task<IReadOnlyList<string>> ResetAsync(JsonElement reset, CancellationToken cancellationToken)
    {
        if (Exists(Paths.NeedsReset))
            throw new OsPluginException($"{Paths.NeedsReset} is still there: the recovery system removes it before it runs the reset.");

        await WriteAsync(Paths.Reset, YamlText.FromJson(reset), Readable, cancellationToken);
        foreach (string path in Paths.Wiped)
            AtomicFile.Delete(Context.Root.Resolve(path));

        return Paths.Wiped;
    }

    public Task RebootAsync(CancellationToken cancellationToken) => Context.Power.RebootAsync(cancellationToken);

    public Task PowerOffAsync(CancellationToken cancellationToken) => Context.Power.PowerOffAsync(cancellationToken);

    private async Task<BootstrapEvidence> GetBootstrapEvidenceAsync(CancellationToken cancellationToken)
    {
        if (!Exists(DummyPaths.CloudConfigBootstrap) && !Exists(DummyPaths.IgnitionBootstrap))
            return BootstrapEvidence.None;

        bool rebooted = await ReadAsync(Paths.BootstrapBoot, cancellationToken) != BootId.Read(Context.Root);
        return rebooted ? BootstrapEvidence.Applied : BootstrapEvidence.RebootRequired;
    }

    private bool Exists(string hostPath) => File.Exists(Context.Root.Resolve(hostPath));

    private async Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken) =>
        Exists(hostPath) ? await File.ReadAllTextAsync(Context.Root.Resolve(hostPath), cancellationToken) : null;

    private Task WriteAsync(string hostPath, string content, UnixFileMode mode, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Context.Root.Resolve(hostPath), Encoding.UTF8.GetBytes(content), mode, cancellationToken);
}
