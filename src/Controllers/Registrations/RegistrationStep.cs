using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>What to do next for one ElementalRegistration. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record RegistrationStep
{
    private RegistrationStep()
    {
    }

    /// <summary>Put the finalizer on that holds it while it has hosts.</summary>
    public sealed record AddFinalizer : RegistrationStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : RegistrationStep;

    /// <summary>Remember that its hosts leave for another management cluster.</summary>
    public sealed record NoteMoving : RegistrationStep;

    /// <summary>Ask the server whether it is deleted because everything of its kind is.</summary>
    public sealed record ConfirmKind : RegistrationStep;

    /// <summary>Take it off its hosts as their owner, before it goes with its kind: they are nobody's to delete.</summary>
    public sealed record ReleaseHost(ElementalHost Host) : RegistrationStep;

    /// <summary>Make a Secret with a new signing key.</summary>
    public sealed record CreateKey : RegistrationStep;

    /// <summary>Fill in what the spec leaves empty.</summary>
    /// <param name="Spec">The spec with everything that is needed.</param>
    /// <param name="Metadata">The metadata, with a note of the token that was filled in.</param>
    public sealed record FillIn(ElementalRegistrationSpec Spec, V1ObjectMeta Metadata) : RegistrationStep
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(FillIn);
    }

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalRegistrationStatus? Status) : RegistrationStep
    {
        /// <summary>When to look again without an event; null for not at all.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
