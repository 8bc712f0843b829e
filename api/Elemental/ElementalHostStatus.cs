using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>What a host reported about itself, and what follows from it.</summary>
public sealed record ElementalHostStatus
{
    /// <summary>
    /// What the host is doing: Registering, Finalizing Registration, Installing, Bootstrapping, Running, Triggering Reset, Resetting or
    /// Reconciling OS Version.
    /// </summary>
    public string? Phase { get; init; }

    /// <summary>Facts of the host, such as os-version, boot-id and agent-version.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The metadata.generation that the host has seen and answered.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions: RegistrationReady, InstallationReady, BootstrapReady, OSVersionReady, ResetReady, Paused, and Ready as their summary.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
