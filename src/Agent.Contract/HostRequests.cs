using System.Text.Json;

namespace ElementalProvider.Agent.Contract;

/// <summary>The name that a host is to have.</summary>
/// <param name="Hostname">The name.</param>
public sealed record HostnameRequest(string Hostname);

/// <summary>A cloud-config for the host.</summary>
/// <param name="CloudConfig">A JSON object. It may hold secrets.</param>
public sealed record CloudConfigRequest(JsonElement CloudConfig)
{
    /// <summary>Leaves the content out.</summary>
    public override string ToString() => nameof(CloudConfigRequest);
}

/// <summary>A file for the host.</summary>
/// <param name="Path">Where it goes, as an absolute path of the host.</param>
/// <param name="Content">All of it. It may be a secret.</param>
/// <param name="Mode">Permissions, as the last nine bits of a Unix mode.</param>
/// <param name="UserId">Whose it is; -1 for whoever runs the plugin.</param>
/// <param name="GroupId">Whose group it is; -1 for that of whoever runs the plugin.</param>
public sealed record FileRequest(string Path, ReadOnlyMemory<byte> Content, int Mode, int UserId = -1, int GroupId = -1)
{
    /// <summary>Leaves the content out.</summary>
    public override string ToString() => $"{nameof(FileRequest)} {Path}";
}

/// <summary>What to install.</summary>
/// <param name="Install">The registration's free-form install section, a JSON object.</param>
public sealed record InstallRequest(JsonElement Install);

/// <summary>Bootstrap data of the machine that the host serves.</summary>
/// <param name="Format"><c>cloud-config</c> or <c>ignition</c>.</param>
/// <param name="Data">The data: a secret.</param>
public sealed record BootstrapRequest(string Format, ReadOnlyMemory<byte> Data)
{
    /// <summary>Leaves the data out.</summary>
    public override string ToString() => $"{nameof(BootstrapRequest)} {Format}";
}

/// <summary>How to wipe the host.</summary>
/// <param name="Reset">The registration's free-form reset section, a JSON object.</param>
public sealed record ResetRequest(JsonElement Reset);
