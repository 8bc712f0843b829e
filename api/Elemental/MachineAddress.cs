using System.ComponentModel.DataAnnotations;

namespace ElementalProvider.Api.Elemental;

/// <summary>One address of a machine (M5 of the CAPI contract).</summary>
public sealed record MachineAddress
{
    /// <summary>What kind of address it is.</summary>
    [AllowedValues("Hostname", "ExternalIP", "InternalIP", "ExternalDNS", "InternalDNS")]
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    [MinLength(1)]
    [MaxLength(256)]
    public required string Address { get; init; }
}
