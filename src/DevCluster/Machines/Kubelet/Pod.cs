namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>A Pod, as far as simulated kubelets make them: the mirror of a static pod.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = KubeKind, PluralName = "pods")]
internal sealed record Pod : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeKind = "Pod";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is to run.</summary>
    public required PodSpec Spec { get; init; }

    /// <summary>How it runs.</summary>
    public PodStatus? Status { get; init; }
}

/// <summary>What is to run.</summary>
internal sealed record PodSpec
{
    /// <summary>The Node that it runs on.</summary>
    public string? NodeName { get; init; }

    /// <summary>Whether it has the addresses of its Node.</summary>
    public bool? HostNetwork { get; init; }

    /// <summary>How important it is.</summary>
    public string? PriorityClassName { get; init; }

    /// <summary>Taints that it stays in spite of.</summary>
    public IReadOnlyList<PodToleration>? Tolerations { get; init; }

    /// <summary>Its programs.</summary>
    public required IReadOnlyList<PodContainer> Containers { get; init; }
}

/// <summary>One program of a Pod.</summary>
internal sealed record PodContainer(string Name, string Image);

/// <summary>A taint that a Pod stays in spite of.</summary>
internal sealed record PodToleration(string Effect, string Operator);

/// <summary>How a Pod runs.</summary>
internal sealed record PodStatus
{
    /// <summary><c>Pending</c> or <c>Running</c>, here.</summary>
    public string? Phase { get; init; }

    /// <summary>Its address.</summary>
    public string? PodIP { get; init; }

    /// <summary>Address of its Node.</summary>
    public string? HostIP { get; init; }

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>What holds of it.</summary>
    public IReadOnlyList<PodCondition>? Conditions { get; init; }

    /// <summary>How its programs run.</summary>
    public IReadOnlyList<PodContainerStatus>? ContainerStatuses { get; init; }
}

/// <summary>Something that holds of a Pod, or does not.</summary>
internal sealed record PodCondition(string Type, string Status, DateTimeOffset LastTransitionTime);

/// <summary>How a program of a Pod runs.</summary>
internal sealed record PodContainerStatus
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    public required string ImageID { get; init; }

    public bool Ready { get; init; }

    public bool Started { get; init; }

    /// <summary>Since when it runs; <c>kubectl</c> takes no program for ready that does not say so.</summary>
    public PodContainerState? State { get; init; }

    public int RestartCount { get; init; }
}

/// <summary>What a program does: it runs, here.</summary>
internal sealed record PodContainerState(PodContainerRunning Running);

/// <summary>Since when a program runs.</summary>
internal sealed record PodContainerRunning(DateTimeOffset StartedAt);
