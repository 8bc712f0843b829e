namespace ElementalProvider.ControllerRuntime;

/// <summary>What the controllers of a process look at, and how they share the work with other replicas.</summary>
public sealed class ControllerRuntimeOptions
{
    /// <summary>Name of this program, as events show it.</summary>
    public string Component { get; set; } = "elemental-provider";

    /// <summary>The only namespace to look at; null or empty for all.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// Only objects whose label <c>cluster.x-k8s.io/watch-filter</c> has this value are reconciled; null or empty for all (contract rule G3).
    /// </summary>
    public string? WatchFilter { get; set; }

    /// <summary>Whether only the holder of a lease reconciles. Caches are filled on all replicas.</summary>
    public bool LeaderElection { get; set; }

    /// <summary>Name of the lease.</summary>
    public string LeaseName { get; set; } = "controller-leader";

    /// <summary>Namespace of the lease; required with leader election.</summary>
    public string? LeaseNamespace { get; set; }

    /// <summary>Who this replica is in the lease; must differ between replicas and starts.</summary>
    public string Identity { get; set; } = $"{Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>How long others wait after the last renewal before they take the lease.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up; less than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts to take or renew the lease; less than <see cref="RenewDeadline"/>.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What the names of the leases begin with by which replicas show each other that they live; null for none. Needs
    /// <see cref="LeaseNamespace"/>, with leader election and without.
    /// </summary>
    public string? ReplicaPrefix { get; set; }

    /// <summary>Keys a controller works on at once, where it does not say.</summary>
    public int DefaultWorkers { get; set; } = 10;
}
