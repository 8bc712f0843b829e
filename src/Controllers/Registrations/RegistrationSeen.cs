using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>Everything that the next step for one ElementalRegistration depends on, at one moment.</summary>
internal sealed record RegistrationSeen
{
    /// <summary>The registration.</summary>
    public required ElementalRegistration Registration { get; init; }

    /// <summary>
    /// The Secret that spec.privateKeyRef names, or, where it names none, the one that bears the name of the registration; null where there is
    /// none.
    /// </summary>
    public V1Secret? Secret { get; init; }

    /// <summary>Its hosts.</summary>
    public IReadOnlyCollection<ElementalHost> Hosts { get; init; } = [];

    /// <summary>Whether one of its hosts was seen leaving for another management cluster.</summary>
    public bool HasDeparted { get; init; }

    /// <summary>Whether the kind is being done away with, so that everything of it is deleted; null where nobody asked.</summary>
    public bool? IsKindDeleted { get; init; }

    /// <summary>What the controllers were told.</summary>
    public required ElementalControllersOptions Options { get; init; }

    /// <summary>The clock; signing and checking a token both need the time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where and with what machines register, as it stands in the spec.</summary>
    public RegistrationEndpoint Endpoint => Registration.Spec?.Config?.Elemental?.Registration ?? new RegistrationEndpoint();
}
