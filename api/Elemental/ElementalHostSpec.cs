using System.Text.Json;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>What is wanted of a host.</summary>
public sealed record ElementalHostSpec
{
    /// <summary>Public key of the host (SubjectPublicKeyInfo in PEM). Whoever holds the private key speaks for the host.</summary>
    public string? PubKey { get; init; }

    /// <summary>The ElementalMachine that claimed the host. Written by the machine controller.</summary>
    [Atomic]
    public ObjectReference? MachineRef { get; init; }

    /// <summary>The Secret with the bootstrap data of the claiming machine. Written by the machine controller.</summary>
    [Atomic]
    public ObjectReference? BootstrapSecret { get; init; }

    /// <summary>
    /// OS version to run and how to get there; its schema belongs to the OS plugin of the host. Yours to set while the host is free. While it is
    /// claimed by an ElementalMachine that has one, that one is copied here and replaces whatever else is written; a machine without one leaves
    /// this field alone.
    /// </summary>
    [PreserveUnknownFields]
    public JsonElement? OsVersionManagement { get; init; }
}
