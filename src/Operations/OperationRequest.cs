using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations;

/// <summary>What a requester wants to have done on a host, whether or not it may be done now.</summary>
public sealed record OperationRequest
{
    private const int DigitsOfId = 12;

    /// <summary>Names the operation: what wants the same has the same id, whoever asks.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="OperationType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Hash of what is wanted.</summary>
    public required string Wanted { get; init; }

    /// <summary>One of <see cref="OperationRequesters"/>, or another.</summary>
    public required string Requester { get; init; }

    /// <summary>The request to bring a host to an OS version.</summary>
    /// <param name="wanted">sha256 of the canonical JSON of what is wanted, in hex.</param>
    /// <param name="isServing">Whether the host is bootstrapped: then somebody asks by the label in-place-update.</param>
    public static OperationRequest Upgrade(string wanted, bool isServing) => new()
    {
        Id = $"osversion-{wanted[..Math.Min(DigitsOfId, wanted.Length)]}",
        Type = OperationType.Upgrade,
        Wanted = wanted,
        Requester = isServing ? OperationRequesters.InPlaceUpdate : OperationRequesters.HostUpdate,
    };
}
