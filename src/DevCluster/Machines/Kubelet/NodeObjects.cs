namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>What the Node of a machine looks like. No I/O.</summary>
internal static class NodeObjects
{
    private const string ReadyType = "Ready";
    private const string ControlPlaneLabel = "node-role.kubernetes.io/control-plane";

    /// <summary>Kubernetes keeps pods off a node that its cloud provider has not looked at.</summary>
    private static readonly V1Taint Uninitialized = new() { Key = "node.cloudprovider.kubernetes.io/uninitialized", Value = "true", Effect = "NoSchedule" };

    /// <summary>The Node of a machine that joins.</summary>
    public static V1Node New(JoinConfig config, string name, V1NodeSystemInfo system, DateTimeOffset now)
    {
        Dictionary<string, string> labels = new() { ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux" };
        if (config.IsControlPlane)
            labels[ControlPlaneLabel] = "";

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

    /// <summary>The Node while its kubelet runs.</summary>
    public static V1Node Ready(V1Node node, V1NodeSystemInfo system, DateTimeOffset now) =>
        With(node, new V1NodeCondition { Type = ReadyType, Status = "True", Reason = "KubeletReady", Message = "kubelet is posting ready status" }, now)
            is { Status: { } status } ready
            ? ready with { Status = status with { NodeInfo = system } }
            : node;

    /// <summary>The Node after its kubelet stopped, as Kubernetes marks it.</summary>
    public static V1Node Silent(V1Node node, DateTimeOffset now) => With(
        node,
        new V1NodeCondition { Type = ReadyType, Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status." },
        now);

    private static V1Node With(V1Node node, V1NodeCondition wanted, DateTimeOffset now)
    {
        V1NodeStatus status = node.Status ?? new V1NodeStatus();
        V1NodeCondition? before = status.Conditions?.FirstOrDefault(condition => condition.Type == wanted.Type);
        V1NodeCondition next = wanted with
        {
            LastHeartbeatTime = now.UtcDateTime,
            LastTransitionTime = before?.Status == wanted.Status ? before.LastTransitionTime : now.UtcDateTime,
        };
        return node with { Status = status with { Conditions = [.. (status.Conditions ?? []).Where(condition => condition.Type != wanted.Type), next] } };
    }
}
