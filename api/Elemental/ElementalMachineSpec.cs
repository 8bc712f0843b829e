using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Which host a machine wants, and how it must be.</summary>
public sealed record ElementalMachineSpec
{
    /// <summary>
    /// Provider ID of the node, elemental://namespace/host. Written by the provider; never part of a template. It changes only when the host is
    /// deleted under the machine and another one takes its place; until that one is found, the old one stays.
    /// </summary>
    [JsonPropertyName("providerID")]
    [MinLength(1)]
    [MaxLength(512)]
    public string? ProviderId { get; init; }

    /// <summary>Labels that a host must have to be claimed. Nothing set: any free host of the namespace will do.</summary>
    [Atomic]
    public LabelSelector? Selector { get; init; }

    /// <summary>The ElementalHost that was claimed. Written by the provider; never part of a template.</summary>
    [Atomic]
    public ObjectReference? HostRef { get; init; }

    /// <summary>
    /// OS version that the claimed host must run; forwarded to the host and applied before it is bootstrapped. On a running machine it is
    /// applied only when the host is labelled in-place-update=pending. Its schema belongs to the OS plugin of the host. Removing it takes back
    /// the wish, not the version: the host keeps the one it was last told, and it is yours to change there. The condition OSVersionReady
    /// follows the host while this is set.
    /// </summary>
    [PreserveUnknownFields]
    public JsonElement? OsVersionManagement { get; init; }
}
