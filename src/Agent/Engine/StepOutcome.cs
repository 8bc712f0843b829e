using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Engine;

/// <summary>What came of a step's effect, where it did not fail.</summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>It happened; there is nothing more to know.</summary>
    public sealed record Done : StepOutcome;

    /// <summary>It did not happen yet: something came to light that must be dealt with first.</summary>
    public sealed record NotDone : StepOutcome;

    /// <summary>It happened, as the registration said.</summary>
    /// <param name="ResetConfig">The registration's reset section as JSON.</param>
    public sealed record Configured(string ResetConfig) : StepOutcome;

    /// <summary>The OS plugin told its facts.</summary>
    public sealed record Learned(OsFacts Facts) : StepOutcome;

    /// <summary>The OS plugin looked at an operation that it does not refuse.</summary>
    public sealed record Checked(PreflightVerdict Verdict) : StepOutcome;

    /// <summary>The OS plugin applied an operation.</summary>
    public sealed record Applied(bool RebootRequired) : StepOutcome;

    /// <summary>The OS plugin told what became of an operation.</summary>
    public sealed record Verified(VerifyVerdict Verdict, string Actual = "") : StepOutcome
    {
        /// <summary>One sentence for a person, where it is not as it should be.</summary>
        public string Describe() => Actual.Length > 0 ? $"It was applied, but the host runs {Actual}." : "It was applied, but the host is not as it should be.";
    }

    /// <summary>The OS plugin said no, and would say so again until somebody changes something.</summary>
    /// <param name="Message">Its words.</param>
    public sealed record Refused(string Message) : StepOutcome;

    /// <summary>Bootstrap data is in place.</summary>
    /// <param name="At">Since when.</param>
    /// <param name="Traceparent">Trace context of the directive that it was for; null or empty for none.</param>
    public sealed record Placed(DateTimeOffset At, string? Traceparent = null) : StepOutcome;

    /// <summary>It is known how bootstrap data came to grief.</summary>
    /// <param name="Message">The words, without anything of the data.</param>
    public sealed record Explained(string Message) : StepOutcome;

    /// <summary>The host is wiped.</summary>
    /// <param name="Paths">What is proved to be gone.</param>
    public sealed record Wiped(IReadOnlyList<string> Paths) : StepOutcome;
}
