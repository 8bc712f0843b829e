using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Journaling;

/// <summary>Brings the journal into line with what the OS plugin proves.</summary>
internal static class JournalFacts
{
    /// <summary>
    /// Facts only add: what the host shows has happened, even where the journal was lost before it could say so. What the journal says has
    /// happened stays so where the host no longer shows it, because nothing is installed or bootstrapped twice on a guess.
    /// </summary>
    public static Journal Reconcile(Journal journal, OsFacts facts) => journal with
    {
        Installed = journal.Installed || facts.Installed,
        Bootstrap = facts.Bootstrap != BootstrapEvidence.None && journal.Bootstrap < BootstrapStage.Applied
            ? BootstrapStage.Applied
            : journal.Bootstrap,
    };
}
