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
