namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>Where the dummy OS keeps its files, as paths of the host.</summary>
internal sealed class DummyPaths(string workDirectory)
{
    public const string Hostname = "/etc/hostname";
    public const string CloudConfig = "/etc/elemental/cloud-config.yaml";
    public const string CloudConfigBootstrap = "/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg";
    public const string IgnitionBootstrap = "/usr/local/bin/ignition/data/elemental-capi-bootstrap.conf";

    private const string BootstrapSentinel = "/run/cluster-api/bootstrap-success.complete";

    public string Install => InWorkDirectory("install.yaml");

    public string OsVersion => InWorkDirectory("os-version.yaml");

    /// <summary>The boot in which <see cref="OsVersion"/> was written; it counts as running from the next one on.</summary>
    public string OsVersionBoot => InWorkDirectory("os-version.boot");

    /// <summary>The boot in which bootstrap data was written; the next one executes it.</summary>
    public string BootstrapBoot => InWorkDirectory("bootstrap.boot");

    public string NeedsReset => InWorkDirectory("needs.reset");

    public string Reset => InWorkDirectory("reset.yaml");

    /// <summary>What a reset removes: everything this OS was told, but not the agent's own files.</summary>
    public IReadOnlyList<string> Wiped =>
        [CloudConfigBootstrap, IgnitionBootstrap, BootstrapBoot, BootstrapSentinel, CloudConfig, OsVersion, OsVersionBoot, Install];

    private string InWorkDirectory(string name) => Path.Join(workDirectory, name);
}
