using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>What a report changes on its host.</summary>
internal sealed record HostReportPlan
{
    /// <summary>The host after the patch of its metadata; the very object that was decided upon where no label or annotation changes.</summary>
    public required ElementalHost Marked { get; init; }

    /// <summary>The host after the status patch, which comes second; the same as <see cref="Marked"/> where the status does not change.</summary>
    public required ElementalHost Observed { get; init; }

    /// <summary>Whether a label or annotation changes.</summary>
    public required bool MetadataChanges { get; init; }

    /// <summary>Whether the status changes.</summary>
    public required bool StatusChanges { get; init; }

    /// <summary>
    /// Whether somebody waits for this change: a label, or Ready becoming True. Anything else is progress that may settle first, so that
    /// quick phases cost no write. A quick update may therefore never be seen as Ready=False. Nobody who waits is misled by that: a new version
    /// is a new generation, which Ready answers only once the version is proved, and where the label alone lets an update begin, Ready has been
    /// False (InPlaceUpdateNotPending) since the version was asked for.
    /// </summary>
    public required bool IsUrgent { get; init; }

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => !MetadataChanges && !StatusChanges;
}
