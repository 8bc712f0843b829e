namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>What the Node of a machine and its Lease look like. No I/O.</summary>
internal static class NodeObjects
{
    /// <summary>Namespace of the Leases of all nodes.</summary>
    public const string LeaseNamespace = "kube-node-lease";

    private const string ReadyType = "Ready";
    private const string ControlPlaneLabel = "node-role.kubernetes.io/control-plane";
    private const string NoLoadBalancerLabel = "node.kubernetes.io/exclude-from-external-load-balancers";
    private const int LeaseSeconds = 40;

    /// <summary>Keeps ordinary pods off the control plane.</summary>
    public static V1Taint ControlPlaneTaint { get; } = new() { Key = ControlPlaneLabel, Effect = "NoSchedule" };

    /// <summary>Kubernetes keeps pods off a node that its cloud provider has not looked at.</summary>
    private static readonly V1Taint Uninitialized = new() { Key = "node.cloudprovider.kubernetes.io/uninitialized", Value = "true", Effect = "NoSchedule" };

    /// <summary>What else a kubelet says of its machine, and when that is well.</summary>
    private static readonly V1NodeCondition[] Pressures =
    [
        new() { Type = "MemoryPressure", Status = "False", Reason = "KubeletHasSufficientMemory", Message = "kubelet has sufficient memory available" },
        new() { Type = "DiskPressure", Status = "False", Reason = "KubeletHasNoDiskPressure", Message = "kubelet has no disk pressure" },
        new() { Type = "PIDPressure", Status = "False", Reason = "KubeletHasSufficientPID", Message = "kubelet has sufficient PID available" },
    ];

    private static readonly V1NodeCondition IsReady = new() { Type = ReadyType, Status = "True", Reason = "KubeletReady", Message = "kubelet is posting ready status" };

    /// <summary>The Node of a machine that joins, as its kubelet makes it.</summary>
    public static V1Node New(JoinConfig config, string name, V1NodeSystemInfo system, DateTimeOffset now)
    {
        Dictionary<string, string> labels = new(config.Labels, StringComparer.Ordinal)
        {
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = system.OperatingSystem,
            ["kubernetes.io/arch"] = system.Architecture,
        };
        V1Node node = new()
        {
            Metadata = new V1ObjectMeta { Name = name, Labels = labels },
            Spec = new V1NodeSpec
            {
                ProviderID = config.ProviderId,
                Taints = config.HasExternalCloudProvider ? [.. config.Taints, Uninitialized] : config.Taints.Count > 0 ? [.. config.Taints] : null,
            },
            Status = new V1NodeStatus
            {
                Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "127.0.0.1" }, new V1NodeAddress { Type = "Hostname", Address = name }],
            },
        };
        return Ready(node, system, now);
    }

    /// <summary>The Node as kubeadm marks those of a control plane: a kubelet may not say that of itself.</summary>
    public static V1Node ControlPlane(V1Node node) => node with
    {
        Metadata = node.Metadata with
        {
            Labels = new Dictionary<string, string>(node.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal)
            {
                [ControlPlaneLabel] = "",
                [NoLoadBalancerLabel] = "",
            },
        },
    };

    /// <summary>The Node while its kubelet runs; said again, it is a heartbeat.</summary>
    public static V1Node Ready(V1Node node, V1NodeSystemInfo system, DateTimeOffset now)
    {
        V1Node ready = With(node, now, [.. Pressures, IsReady]);
        return ready with { Status = ready.Status with { NodeInfo = system } };
    }

    /// <summary>The Node after its kubelet stopped, as Kubernetes marks it.</summary>
    public static V1Node Silent(V1Node node, DateTimeOffset now) => With(
        node,
        now,
        new V1NodeCondition { Type = ReadyType, Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status." });

    /// <summary>The Lease by which Kubernetes knows that the kubelet of a Node lives.</summary>
    /// <param name="node">The Node, as the API server has it.</param>
    /// <param name="now">When it was renewed.</param>
    public static V1Lease Lease(V1Node node, DateTimeOffset now) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = node.Metadata.Name,
            NamespaceProperty = LeaseNamespace,
            OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name!, Uid = node.Metadata.Uid! }],
        },
        Spec = new V1LeaseSpec { HolderIdentity = node.Metadata.Name, LeaseDurationSeconds = LeaseSeconds, RenewTime = now.UtcDateTime },
    };

    /// <summary>The Lease, renewed.</summary>
    public static V1Lease Renewed(V1Lease lease, DateTimeOffset now) =>
        lease with { Spec = (lease.Spec ?? new V1LeaseSpec()) with { HolderIdentity = lease.Metadata.Name, LeaseDurationSeconds = LeaseSeconds, RenewTime = now.UtcDateTime } };

    private static V1Node With(V1Node node, DateTimeOffset now, params ReadOnlySpan<V1NodeCondition> wanted)
    {
        V1NodeStatus status = node.Status ?? new V1NodeStatus();
        List<V1NodeCondition> conditions = [.. status.Conditions ?? []];
        foreach (V1NodeCondition each in wanted)
        {
            int place = conditions.FindIndex(condition => condition.Type == each.Type);
            V1NodeCondition? before = place < 0 ? null : conditions[place];
            V1NodeCondition next = each with
            {
                LastHeartbeatTime = now.UtcDateTime,
                LastTransitionTime = before?.Status == each.Status ? before.LastTransitionTime : now.UtcDateTime,
            };
            if (place < 0)
                conditions.Add(next);
            else
                conditions[place] = next;
        }

        return node with { Status = status with { Conditions = conditions } };
    }
}
