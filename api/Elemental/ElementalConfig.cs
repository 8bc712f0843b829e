using System.Text.Json;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

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
