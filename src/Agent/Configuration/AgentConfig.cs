namespace ElementalProvider.Agent.Configuration;

/// <summary>The agent's configuration file. Names and defaults are those of the older agent.</summary>
internal sealed record AgentConfig
{
    public const string DefaultPath = "/etc/elemental/agent/config.yaml";

    public required RegistrationSettings Registration { get; init; }

    public AgentSettings Agent { get; init; } = new();
}
