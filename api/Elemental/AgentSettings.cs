using System.Text.Json;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

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
