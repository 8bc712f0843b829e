using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>How soon a connected host hears of a change in the API. A directive that overtakes the answer counts as zero.</summary>
internal sealed record ReactResult : FleetResult
{
    public override string Scenario => "react";

    public required int Changes { get; init; }

    /// <summary>From the answer to a patch of spec.osVersionManagement to the directive with it.</summary>
    public required Latency? OsVersion { get; init; }

    /// <summary>From the answer to a patch of the label in-place-update to the directive that allows the update.</summary>
    public required Latency? InPlaceLabel { get; init; }

    /// <summary>The same as <see cref="InPlaceLabel"/> and <see cref="OsVersion"/> together, but from the moment the patch was sent.</summary>
    public required Latency? FromSent { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "changes_not_heard", Actual = (2 * Changes) - (FromSent?.Count ?? 0), AtMost = 0 },
    ];
}
