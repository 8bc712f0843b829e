using System.ComponentModel.DataAnnotations;

namespace ElementalProvider.Api.Elemental;

/// <summary>Host and port of an API server.</summary>
public sealed record ApiEndpoint
{
    /// <summary>Host name or IP address.</summary>
    [MaxLength(512)]
    public string? Host { get; init; }

    /// <summary>TCP port.</summary>
    [Range(0, 65535)]
    public int? Port { get; init; }

    /// <summary>Whether both parts are given.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsValid => !string.IsNullOrEmpty(Host) && Port is > 0;
}
