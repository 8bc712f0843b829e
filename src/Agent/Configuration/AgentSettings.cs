namespace ElementalProvider.Agent.Configuration;

/// <summary>How the agent behaves on its host.</summary>
internal sealed record AgentSettings
{
    public const string DefaultWorkDirectory = "/var/lib/elemental/agent";
    public const string DefaultOsPlugin = "/usr/lib/elemental/plugins/elemental.so";

    public static readonly TimeSpan DefaultReconciliation = TimeSpan.FromSeconds(10);

    /// <summary>Where identity and journal live, as a path of the host.</summary>
    public string WorkDirectory { get; init; } = DefaultWorkDirectory;

    public HostnameSettings Hostname { get; init; } = new();

    public bool NoSmbios { get; init; }

    public bool Debug { get; init; }

    /// <summary>Name of an OS plugin, or a path whose file name is one.</summary>
    public string OsPlugin { get; init; } = DefaultOsPlugin;

    /// <summary>Longest pause before a step that failed is tried again. Nothing is polled.</summary>
    public TimeSpan Reconciliation { get; init; } = DefaultReconciliation;

    public bool InsecureAllowHttp { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Whether the system's CA certificates are trusted beside <see cref="RegistrationSettings.CaCertificate"/>.</summary>
    public bool UseSystemCertPool { get; init; }

    public PostAction PostInstall { get; init; } = new();

    public PostAction PostReset { get; init; } = new();
}
