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

    /// <summary>The OS version that was last asked for, whatever became of it.</summary>
    public string OsVersion => InWorkDirectory("os-version.yaml");

    /// <summary>The boot in which bootstrap data was written; the next one executes it.</summary>
    public string BootstrapBoot => InWorkDirectory("bootstrap.boot");

    /// <summary>Which image a rollback goes back to.</summary>
    public string Rollback => InWorkDirectory("rollback.json");

    public string NeedsReset => InWorkDirectory("needs.reset");

    public string Reset => InWorkDirectory("reset.yaml");

    /// <summary>How often an OS version was made to fail.</summary>
    public string OsVersionFailures => InWorkDirectory("os-version.failures");

    /// <summary>How often a reset was made to fail.</summary>
    public string ResetFailures => InWorkDirectory("reset.failures");

    /// <summary>What a reset removes: everything this OS was told, but not the agent's own files.</summary>
    public IReadOnlyList<string> Wiped =>
        [CloudConfigBootstrap, IgnitionBootstrap, BootstrapBoot, BootstrapSentinel, CloudConfig, OsVersion, OsVersionFailures, Rollback, Install];

    private string InWorkDirectory(string name) => Path.Join(workDirectory, name);
}
