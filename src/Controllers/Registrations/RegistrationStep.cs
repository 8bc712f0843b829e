using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>What to do next for one ElementalRegistration. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record RegistrationStep
{
    private RegistrationStep()
    {
    }

    /// <summary>Make a Secret with a new signing key.</summary>
    public sealed record CreateKey : RegistrationStep;

    /// <summary>Fill in what the spec leaves empty.</summary>
    public sealed record FillIn(ElementalRegistrationSpec Spec) : RegistrationStep
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
