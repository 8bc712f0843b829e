namespace ElementalProvider.Agent.Configuration;

/// <summary>The agent's configuration file. Names and defaults are those of the older agent.</summary>
internal sealed record AgentConfig
{
    public const string DefaultPath = "/etc/elemental/agent/config.yaml";

    public required RegistrationSettings Registration { get; init; }

    public AgentSettings Agent { get; init; } = new();
}

/// <summary>How the agent behaves on its host.</summary>
internal sealed record AgentSettings
{
    public const string DefaultWorkDirectory = "/var/lib/elemental/agent";
    public const string DefaultOsPlugin = "/usr/lib/elemental/plugins/elemental.so";

    public static readonly TimeSpan DefaultReconciliation = TimeSpan.FromSeconds(10);

    /// <summary>Where identity and journal live, as a path of the host.</summary>
    public string WorkDirectory { get; init; } = DefaultWorkDirectory;

    public HostnameSettings Hostname { get; init; } = new();

    /// <summary>Kept and written back for the older agent, which sends SMBIOS labels without it. This one sends none.</summary>
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

    /// <summary>What happens to the host's power after an installation.</summary>
    public PowerAction PostInstall { get; init; }

    /// <summary>What happens to the host's power after a reset.</summary>
    public PowerAction PostReset { get; init; }
}

/// <summary>Where the host registers, and with what right.</summary>
internal sealed record RegistrationSettings
{
    public required RegistrationUri Uri { get; init; }

    /// <summary>CA certificates in PEM that vouch for the server; empty to trust the system's.</summary>
    public string CaCertificate { get; init; } = "";

    /// <summary>Registration token: a secret. Empty where the host may no longer register.</summary>
    public string Token { get; init; } = "";

    /// <summary>Further addresses of the registration, in the order in which they are tried.</summary>
    public IReadOnlyList<EndpointSettings> Further { get; init; } = [];

    /// <summary>The address before the server named another one: that may be mistyped. Null where there was none, or the server names it still.</summary>
    public EndpointSettings? Previous { get; init; }

    /// <summary>Every address at which the registration may be reached.</summary>
    public IReadOnlyList<EndpointSettings> Endpoints =>
        [new EndpointSettings(Uri.Address, CaCertificate), .. Further, .. Previous is { } previous ? [previous] : Array.Empty<EndpointSettings>()];

    /// <inheritdoc/>
    public bool Equals(RegistrationSettings? other) =>
        other is not null && Uri == other.Uri && CaCertificate == other.CaCertificate && Token == other.Token && Previous == other.Previous
        && Further.SequenceEqual(other.Further);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Uri, CaCertificate, Token, Previous, Further.Count);

    /// <summary>Leaves the token out.</summary>
    public override string ToString() => Uri.ToString();
}

/// <summary>One address of the gateway.</summary>
/// <param name="Address">Scheme, host and port, and the path before the gateway's own.</param>
/// <param name="CaCertificate">CA certificates in PEM that vouch for the server there; empty to trust the system's.</param>
internal sealed record EndpointSettings(Uri Address, string CaCertificate)
{
    /// <summary>Reads an address as it is written.</summary>
    /// <param name="url">https://HOST[:PORT][/PREFIX].</param>
    /// <param name="caCertificate">The certificates.</param>
    /// <returns>Null where it is none.</returns>
    public static EndpointSettings? Parse(string url, string caCertificate) =>
        Uri.TryCreate(url.TrimEnd('/'), UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Query.Length == 0
            ? new EndpointSettings(address, caCertificate)
            : null;
}

/// <summary>How a new host gets its name: prefix and the name it has, or prefix and a random UUID.</summary>
internal sealed record HostnameSettings
{
    public bool UseExisting { get; init; }

    public string Prefix { get; init; } = "";
}

/// <summary>What is to happen to the host's power when a command ends.</summary>
internal enum PowerAction
{
    None,
    Reboot,
    PowerOff,
}

/// <summary>Reads the two flags by which a configuration says it.</summary>
internal static class PowerActions
{
    /// <summary>Where both are set, power-off wins.</summary>
    public static PowerAction Of(bool powerOff, bool reboot) => powerOff ? PowerAction.PowerOff : reboot ? PowerAction.Reboot : PowerAction.None;
}
