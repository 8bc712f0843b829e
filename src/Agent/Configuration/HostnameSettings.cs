namespace ElementalProvider.Agent.Configuration;

/// <summary>How a new host gets its name: prefix and the name it has, or prefix and a random UUID.</summary>
internal sealed record HostnameSettings
{
    public bool UseExisting { get; init; }

    public string Prefix { get; init; } = "";
}
