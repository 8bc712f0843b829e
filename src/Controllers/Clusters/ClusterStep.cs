using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>What to do next for one ElementalCluster. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record ClusterStep
{
    private ClusterStep()
    {
    }

    /// <summary>Put the finalizer on, alone in its own write (O3).</summary>
    public sealed record AddFinalizer : ClusterStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : ClusterStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalClusterStatus? Status) : ClusterStep;
}
