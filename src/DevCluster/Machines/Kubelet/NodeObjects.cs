using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>What the Node of a machine looks like. No I/O.</summary>
internal static class NodeObjects
{
    private const string ReadyType = "Ready";
    private const string ControlPlaneLabel = "node-role.kubernetes.io/control-plane";

    /// <summary>Kubernetes keeps pods off a node that its cloud provider has not looked at.</summary>
    private static readonly Taint Uninitialized = new() { Key = "node.cloudprovider.kubernetes.io/uninitialized", Value = "true", Effect = "NoSchedule" };

    /// <summary>The Node of a machine that joins.</summary>
    public static Node New(JoinConfig config, string name, NodeSystemInfo system, DateTimeOffset now)
    {
        Dictionary<string, string> labels = new() { ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux" };
        if (config.IsControlPlane)
            labels[ControlPlaneLabel] = "";

        Node node = new()
        {
            Metadata = new ObjectMeta { Name = name, Labels = labels },
            Spec = new NodeSpec
            {
                ProviderID = config.ProviderId,
                Taints = config.HasExternalCloudProvider ? [.. config.Taints, Uninitialized] : config.Taints.Count > 0 ? config.Taints : null,
            },
            Status = new NodeStatus
            {
                Addresses = [new NodeAddress { Type = "InternalIP", Address = "127.0.0.1" }, new NodeAddress { Type = "Hostname", Address = name }],
            },
        };
        return Ready(node, system, now);
    }

    /// <summary>The Node while its kubelet runs.</summary>
    public static Node Ready(Node node, NodeSystemInfo system, DateTimeOffset now) =>
        With(node, new NodeCondition { Type = ReadyType, Status = "True", Reason = "KubeletReady", Message = "kubelet is posting ready status" }, now)
            is { Status: { } status } ready
            ? ready with { Status = status with { NodeInfo = system } }
            : node;

    /// <summary>The Node after its kubelet stopped, as Kubernetes marks it.</summary>
    public static Node Silent(Node node, DateTimeOffset now) => With(
        node,
        new NodeCondition { Type = ReadyType, Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status." },
        now);

    private static Node With(Node node, NodeCondition wanted, DateTimeOffset now)
    {
        NodeStatus status = node.Status ?? new NodeStatus();
        NodeCondition? before = status.Conditions?.FirstOrDefault(condition => condition.Type == wanted.Type);
        NodeCondition next = wanted with
        {
            LastHeartbeatTime = now,
            LastTransitionTime = before?.Status == wanted.Status ? before.LastTransitionTime : now,
        };
        return node with { Status = status with { Conditions = [.. (status.Conditions ?? []).Where(condition => condition.Type != wanted.Type), next] } };
    }
}
