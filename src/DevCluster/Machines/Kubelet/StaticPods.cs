namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>The static pods of a control plane, as kubeadm writes them and as a kubelet shows them to the API server. No I/O.</summary>
internal static class StaticPods
{
    private const string Namespace = "kube-system";
    private static readonly string[] Components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
    private static readonly string[] ConditionTypes = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    /// <summary>The pods of a control plane machine, by the name of their manifest.</summary>
    /// <param name="version">Kubernetes version, such as v1.36.1.</param>
    /// <param name="hasExternalEtcd">Whether etcd runs elsewhere.</param>
    public static IEnumerable<Pod> Manifests(string version, bool hasExternalEtcd) =>
        Components.Select(component => Manifest(component, version)).Concat(hasExternalEtcd ? [] : [Manifest("etcd", "simulated")]);

    /// <summary>The mirror of a static pod: what the API server is shown of it.</summary>
    /// <param name="manifest">The pod as its manifest says.</param>
    /// <param name="node">The Node that runs it.</param>
    /// <param name="now">Since when.</param>
    public static Pod Mirror(Pod manifest, V1Node node, DateTimeOffset now) => manifest with
    {
        Metadata = manifest.Metadata with
        {
            Name = $"{manifest.Metadata.Name}-{node.Metadata.Name}",
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["kubernetes.io/config.mirror"] = Hash(manifest),
                ["kubernetes.io/config.hash"] = Hash(manifest),
                ["kubernetes.io/config.source"] = "file",
            },
            OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name!, Uid = node.Metadata.Uid!, Controller = true }],
        },
        Spec = manifest.Spec with { NodeName = node.Metadata.Name },
        Status = new PodStatus
        {
            Phase = "Running",
            PodIP = "127.0.0.1",
            HostIP = "127.0.0.1",
            StartTime = now,
            Conditions = [.. ConditionTypes.Select(type => new PodCondition(type, "True", now))],
            ContainerStatuses =
            [
                .. manifest.Spec.Containers.Select(container => new PodContainerStatus
                {
                    Name = container.Name,
                    Image = container.Image,
                    ImageID = container.Image,
                    Ready = true,
                    Started = true,
                    State = new PodContainerState(new PodContainerRunning(now)),
                }),
            ],
        },
    };

    private static Pod Manifest(string component, string version) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = component,
            NamespaceProperty = Namespace,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["component"] = component, ["tier"] = "control-plane" },
        },
        Spec = new PodSpec
        {
            HostNetwork = true,
            PriorityClassName = "system-node-critical",
            Tolerations = [new PodToleration("NoExecute", "Exists")],
            Containers = [new PodContainer(component, $"{component}:{version}")],
        },
    };

    /// <summary>Tells one manifest from another, which is all that its readers want of it.</summary>
    private static string Hash(Pod manifest) => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', manifest.Spec.Containers.Select(container => container.Image)))))[..32];
}
