using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>The management cluster's API server, and the Nodes of the workload clusters.</summary>
internal sealed class ApiServer
{
    public const string Namespace = "default";

    /// <summary>Two Clusters: one that is ready for machines, and one that is not yet.</summary>
    public static readonly string[] ClusterNames = ["lab", "far"];

    public const string RegistrationName = "rack";

    private const string KeySecret = "rack-key";
    private const string KubeconfigSuffix = "-kubeconfig";

    private readonly ModelKeys _keys;

    public ApiServer(Scheduler scheduler, ModelKeys keys)
    {
        _keys = keys;
        Clock = new ServerClock(scheduler);
        Hosts = new(Clock, host => host.Spec, host => host.Status, (host, of) => host with { Status = of.Status }, host => host with { Status = null });
        Machines = new(Clock, item => item.Spec, item => item.Status, (item, of) => item with { Status = of.Status }, item => item with { Status = null });
        Owners = new(Clock, owner => owner.Spec, owner => owner.Status, (owner, of) => owner with { Status = of.Status }, owner => owner with { Status = null });
        Clusters = new(Clock, item => item.Spec, item => item.Status, (item, of) => item with { Status = of.Status }, item => item with { Status = null });
        Registrations = new(Clock, item => item.Spec, item => item.Status, (item, of) => item with { Status = of.Status }, item => item with { Status = null });
        foreach (string name in ClusterNames)
        {
            bool isReady = name == ClusterNames[0];
            Nodes[name] = [];
            Clusters.Create(new Cluster
            {
                Metadata = new() { Name = name, NamespaceProperty = Namespace },
                Spec = new ClusterSpec(),
                Status = new ClusterStatus { Initialization = new() { InfrastructureProvisioned = isReady, ControlPlaneInitialized = isReady } },
            });
        }

        CreateRegistration();
    }

    public ServerClock Clock { get; }

    public Store<ElementalHost> Hosts { get; }

    public Store<ElementalMachine> Machines { get; }

    public Store<Machine> Owners { get; }

    public Store<Cluster> Clusters { get; }

    public Store<ElementalRegistration> Registrations { get; }

    /// <summary>Nodes of the workload clusters by their names, which are those of the hosts.</summary>
    public Dictionary<string, Dictionary<string, V1Node>> Nodes { get; } = [];

    /// <summary>Workload clusters whose API server does not answer.</summary>
    public HashSet<string> CutOff { get; } = [];

    /// <summary>Kinds whose definitions are being deleted: nothing new is made of them.</summary>
    public HashSet<string> DeletedKinds { get; } = [];

    /// <summary>A person makes the registration, and its controller fills it in.</summary>
    public void CreateRegistration()
    {
        if (Registrations.Find(RegistrationName) is not null || DeletedKinds.Contains("elementalregistrations"))
            return;

        Registrations.Create(new ElementalRegistration
        {
            Metadata = new() { Name = RegistrationName, NamespaceProperty = Namespace },
            Spec = new ElementalRegistrationSpec
            {
                PrivateKeyRef = new V1ObjectReference { Name = KeySecret, NamespaceProperty = Namespace },
                Config = new RegistrationConfig
                {
                    Elemental = new ElementalConfig
                    {
                        Registration = new RegistrationEndpoint { Uri = ModelKeys.RegistrationUri, Token = _keys.RegistrationToken },
                        Agent = new AgentSettings { PostInstall = new() { Reboot = true }, PostReset = new() { Reboot = true } },
                    },
                },
            },
        });
    }

    /// <summary>What is owned goes after its owner, for whatever reason that went.</summary>
    public void CollectGarbage()
    {
        foreach (ElementalHost host in Hosts.All.Where(host => host.Metadata.OwnerReferences is { Count: > 0 } owners
            && owners.All(owner => Registrations.Find(owner.Name)?.Metadata.Uid != owner.Uid)).ToList())
        {
            Hosts.Delete(host.Metadata.Name!);
        }
    }

    /// <summary>The definition of a kind is deleted, and with it everything of the kind.</summary>
    public void DeleteKind(string plural)
    {
        DeletedKinds.Add(plural);
        if (plural == "elementalhosts")
            Hosts.All.ToList().ForEach(host => Hosts.Delete(host.Metadata.Name!));
        else
            Registrations.All.ToList().ForEach(registration => Registrations.Delete(registration.Metadata.Name!));
    }

    /// <summary>The definition of a kind is applied again, once the one before is gone with everything of it.</summary>
    public bool ApplyKind(string plural) => (plural == "elementalhosts" ? Hosts.All.Count : Registrations.All.Count) == 0 && DeletedKinds.Remove(plural);

    public Store<T> StoreOf<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => (object)(typeof(T) switch
        {
            var type when type == typeof(ElementalHost) => Hosts,
            var type when type == typeof(ElementalMachine) => Machines,
            var type when type == typeof(Machine) => Owners,
            var type when type == typeof(Cluster) => Clusters,
            var type when type == typeof(ElementalRegistration) => Registrations,
            var type => throw new NotSupportedException($"the model has no {type.Name}"),
        }) as Store<T> ?? throw new InvalidOperationException();

    /// <summary>A Secret: the key of the registration, the kubeconfig of a workload cluster, or the bootstrap data that its name tells.</summary>
    public V1Secret? FindSecret(string name) => name == KeySecret ? Secret(name, "privKey", _keys.RegistrationPrivatePem)
        : name.EndsWith(KubeconfigSuffix, StringComparison.Ordinal) ? Secret(name, "value", name[..^KubeconfigSuffix.Length])
        : Secret(name, "value", name);

    private static V1Secret Secret(string name, string key, string value) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = Namespace, ResourceVersion = "1" },
        Data = new Dictionary<string, byte[]> { [key] = Encoding.UTF8.GetBytes(value) },
    };
}
