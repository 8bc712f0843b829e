using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>What a report changes on its host.</summary>
internal sealed record HostReportPlan
{
    /// <summary>The host after the label patch; the very object that was decided upon where no label changes.</summary>
    public required ElementalHost Labelled { get; init; }

    /// <summary>The host after the status patch; the same as <see cref="Labelled"/> where the status does not change.</summary>
    public required ElementalHost Observed { get; init; }

    /// <summary>Whether a label changes.</summary>
    public required bool LabelsChange { get; init; }

    /// <summary>Whether the status changes.</summary>
    public required bool StatusChanges { get; init; }

    /// <summary>
    /// Whether somebody waits for this change: a label, or Ready becoming True. Anything else is progress that may settle first, so that
    /// quick phases cost no write; that Ready speaks for an older spec is seen from its observedGeneration meanwhile.
    /// </summary>
    public required bool IsUrgent { get; init; }

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => !LabelsChange && !StatusChanges;
}
