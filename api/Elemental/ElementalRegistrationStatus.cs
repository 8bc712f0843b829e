using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>What is observed of a registration.</summary>
public sealed record ElementalRegistrationStatus
{
    /// <summary>Conditions: Ready says whether machines can register.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
