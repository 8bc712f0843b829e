namespace ElementalProvider.Api.Elemental;

/// <summary>How hosts are named.</summary>
public sealed record HostnameSettings
{
    /// <summary>Take the hostname that the machine has already. Default: false, a random name.</summary>
    public bool? UseExisting { get; init; }

    /// <summary>Put in front of the name, such as m-.</summary>
    public string? Prefix { get; init; }
}
