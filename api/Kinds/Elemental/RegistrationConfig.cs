using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Configuration that the hosts of a registration get.</summary>
public sealed record RegistrationConfig
{
    /// <summary>cloud-config put on the host when it is installed, such as users and files.</summary>
    [PreserveUnknownFields]
    public JsonElement? CloudConfig { get; init; }

    /// <summary>Configuration of registration, agent, installation and reset.</summary>
    public ElementalConfig? Elemental { get; init; }
}

/// <summary>Configuration of registration, agent, installation and reset.</summary>
public sealed record ElementalConfig
{
    /// <summary>Where and with what machines register.</summary>
    public RegistrationEndpoint? Registration { get; init; }

    /// <summary>Configuration of the agent on the hosts.</summary>
    public AgentSettings? Agent { get; init; }

    /// <summary>Input of the OS plugin for the installation.</summary>
    [PreserveUnknownFields]
    public JsonElement? Install { get; init; }

    /// <summary>Input of the OS plugin for a reset.</summary>
    [PreserveUnknownFields]
    public JsonElement? Reset { get; init; }
}

/// <summary>Where and with what machines register.</summary>
public sealed record RegistrationEndpoint
{
    /// <summary>URI of the registration, https://host/elemental/v1/namespaces/NAMESPACE/registrations/NAME. Filled in when empty.</summary>
    public string? Uri { get; init; }

    /// <summary>Certificates (PEM) that the agent trusts for the URI. Filled in when empty.</summary>
    public string? CaCert { get; init; }

    /// <summary>
    /// Further addresses at which the same registration can be reached, such as that of the management cluster that the hosts are about to be moved
    /// to. Agents keep them and try them all.
    /// </summary>
    [MaxLength(8)]
    public IReadOnlyList<GatewayAddress>? Endpoints { get; init; }

    /// <summary>
    /// Registration token (JWT). Filled in when empty and never replaced when set; any value that is no valid token, such as "disabled",
    /// stops new registrations.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// Life of a new token: a duration such as 24h, or nanoseconds, after which no machine registers until the token is emptied. 0 means no expiry; a
    /// negative value makes tokens that have expired already. When empty, tokens of new registrations live for 90 days and are replaced after half of
    /// that; those of registrations that were filled in by earlier versions have no expiry.
    /// </summary>
    [IntOrString]
    public JsonElement? TokenDuration { get; init; }
}

/// <summary>A further address of a registration.</summary>
public sealed record GatewayAddress
{
    /// <summary>
    /// Where the gateway answers, https://HOST[:PORT][/PREFIX]; what follows in the URI of the registration is the same there.
    /// </summary>
    [MaxLength(1024)]
    public required string Url { get; init; }

    /// <summary>Certificates (PEM) that the agent trusts for this address; those of the registration where it is empty.</summary>
    public string? CaCert { get; init; }
}

/// <summary>Configuration of the agent on the hosts of a registration.</summary>
public sealed record AgentSettings
{
    /// <summary>Folder where the agent keeps its configuration, key and journal. Default: /var/lib/elemental/agent.</summary>
    public string? WorkDir { get; init; }

    /// <summary>How hosts are named.</summary>
    public HostnameSettings? Hostname { get; init; }

    /// <summary>Do not read SMBIOS data. Default: false.</summary>
    public bool? NoSmbios { get; init; }

    /// <summary>Log at debug level. Default: false.</summary>
    public bool? Debug { get; init; }

    /// <summary>OS plugin: its name, such as dummy, or a path whose file name gives the name. Default: /usr/lib/elemental/plugins/elemental.so.</summary>
    public string? OsPlugin { get; init; }

    /// <summary>
    /// Accepted for compatibility: nanoseconds, or a duration such as 10s. Agents hold a connection instead of polling, so only the retry after
    /// a failed step follows it. Default: 10s.
    /// </summary>
    [IntOrString]
    public JsonElement? Reconciliation { get; init; }

    /// <summary>Allow a registration URI with http. Default: false.</summary>
    public bool? InsecureAllowHttp { get; init; }

    /// <summary>Do not verify the manager's certificate. Default: false.</summary>
    public bool? InsecureSkipTlsVerify { get; init; }

    /// <summary>Trust the certificates of the host's system as well. Default: false.</summary>
    public bool? UseSystemCertPool { get; init; }

    /// <summary>What to do after the installation.</summary>
    public PostActionSettings? PostInstall { get; init; }

    /// <summary>What to do after a reset.</summary>
    public PostActionSettings? PostReset { get; init; }
}

/// <summary>How hosts are named.</summary>
public sealed record HostnameSettings
{
    /// <summary>Take the hostname that the machine has already. Default: false, a random name.</summary>
    public bool? UseExisting { get; init; }

    /// <summary>Put in front of the name, such as m-.</summary>
    public string? Prefix { get; init; }
}

/// <summary>What to do with the power after a step.</summary>
public sealed record PostActionSettings
{
    /// <summary>Switch the machine off. Default: false.</summary>
    public bool? PowerOff { get; init; }

    /// <summary>Reboot the machine. Default: false.</summary>
    public bool? Reboot { get; init; }
}
