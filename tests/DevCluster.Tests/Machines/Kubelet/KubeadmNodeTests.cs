using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.Machines;
using ElementalProvider.DevCluster.Machines.CloudInit;
using ElementalProvider.DevCluster.Machines.ControlPlane;
using ElementalProvider.DevCluster.Machines.Kubelet;
using ElementalProvider.DevCluster.Setup;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.Machines.Kubelet;

/// <summary>Machines become what those who look after a cluster take for nodes that kubeadm made.</summary>
public sealed class KubeadmNodeTests : IAsyncDisposable
{
    private const string Token = "abcdef.0123456789abcdef";
    private readonly string _folder = Directory.CreateTempSubdirectory("elemental-dev-test-").FullName;
    private readonly string _endpoint = $"127.0.0.1:{FreePort.Take(1)[0]}";
    private readonly (string CertificatePem, string KeyPem) _authority = Certificates.RsaAuthority();
    private readonly ControlPlanes _controlPlanes;

    public KubeadmNodeTests() => _controlPlanes = new ControlPlanes(Path.Join(_folder, "control-planes"), NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        await _controlPlanes.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_first_machine_runs_the_API_server_with_the_authority_of_its_data_and_leaves_what_kubeadm_leaves()
    {
        Assert.Null(await InitAsync("cp"));

        using KubernetesClient admin = Admin("cp");
        V1Node node = await admin.Resource<V1Node>().GetAsync(null, "cp");
        Assert.Equal("v1.35.7", node.Status.NodeInfo.KubeletVersion);
        Assert.Equal("", node.Metadata.Labels["node-role.kubernetes.io/control-plane"]);
        Assert.Contains(node.Spec.Taints, taint => taint is { Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule" });
        Assert.Equal(
            ["DiskPressure False", "MemoryPressure False", "PIDPressure False", "Ready True"],
            node.Status.Conditions.Select(condition => $"{condition.Type} {condition.Status}").Order(StringComparer.Ordinal));

        string kept = (await admin.Resource<V1ConfigMap>().GetAsync("kube-system", "kubeadm-config")).Data["ClusterConfiguration"];
        Assert.Contains("kind: ClusterConfiguration", kept, StringComparison.Ordinal);
        Assert.Contains("kubernetesVersion: v1.35.7", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("...", kept, StringComparison.Ordinal);
        Assert.NotNull(await admin.Resource<V1ConfigMap>().GetAsync("kube-system", "kubelet-config"));
    }

    [Fact]
    public async Task A_running_kubelet_shows_the_static_pods_and_renews_its_Lease_often_and_its_conditions_rarely()
    {
        ManualTimeProvider clock = new(DateTimeOffset.UtcNow);
        Machine machine = new(this, "cp", clock);
        Assert.Null(await machine.JoinAsync(InitData(), init: true));
        using KubernetesClient admin = Admin("cp");
        using CancellationTokenSource stopping = new();
        Task running = machine.Kubelet.RunAsync(stopping.Token);
        await clock.UntilTimerAsync(TimeSpan.FromSeconds(10));

        string[] components = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
        KubernetesList<Pod> pods = await admin.Resource<Pod>().ListAsync("kube-system", new ListOptions { LabelSelector = "tier=control-plane", FieldSelector = "spec.nodeName=cp" });
        Assert.Equal(components.Select(component => $"{component}-cp"), pods.Items.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal));
        Assert.All(pods.Items, pod => Assert.Equal(("Running", "True"), (pod.Status!.Phase, pod.Status.Conditions!.Single(condition => condition.Type == "Ready").Status)));
        Assert.Equal(components, pods.Items.Select(pod => pod.Metadata.Labels["component"]).Order(StringComparer.Ordinal));

        (V1Lease lease, V1Node node) = await LookAsync(admin);
        Assert.Equal((40, "cp", node.Metadata.Uid), (lease.Spec.LeaseDurationSeconds, lease.Spec.HolderIdentity, lease.Metadata.OwnerReferences[0].Uid));
        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.UntilTimerAsync(TimeSpan.FromSeconds(10));
        (V1Lease renewed, V1Node same) = await LookAsync(admin);
        Assert.Equal(10, Math.Round((renewed.Spec.RenewTime!.Value - lease.Spec.RenewTime!.Value).TotalSeconds));
        Assert.Equal(node.Metadata.ResourceVersion, same.Metadata.ResourceVersion);

        for (int beat = 0; beat < 30; beat++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await clock.UntilTimerAsync(TimeSpan.FromSeconds(10));
        }

        V1NodeCondition ready = (await LookAsync(admin)).Node.Status.Conditions.Single(condition => condition.Type == "Ready");
        Assert.True(ready.LastHeartbeatTime > ready.LastTransitionTime);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_worker_with_a_token_and_a_pin_finds_the_authority_gets_its_certificate_and_the_version_of_the_cluster()
    {
        await InitAsync("cp");
        using KubernetesClient admin = Admin("cp");
        await AllowAsync(admin);

        Assert.Null(await new Machine(this, "w1").JoinAsync(JoinData(Pin(_authority.CertificatePem)), init: false));

        V1Node node = await admin.Resource<V1Node>().GetAsync(null, "w1");
        Assert.Equal("v1.35.7", node.Status.NodeInfo.KubeletVersion);
        Assert.False(node.Metadata.Labels.ContainsKey("node-role.kubernetes.io/control-plane"));
        Assert.Equal(("a", "1"), (node.Metadata.Labels["pool"], node.Metadata.Labels["tier"]));
        Assert.DoesNotContain(Token, File.ReadAllText(Path.Join(_folder, "w1/root/etc/kubernetes/kubelet.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_trusts_no_other_authority_than_the_one_of_its_pin()
    {
        await InitAsync("cp");
        using KubernetesClient admin = Admin("cp");
        await AllowAsync(admin);

        string? problem = await new Machine(this, "w1").JoinAsync(JoinData(Pin(Certificates.RsaAuthority().CertificatePem)), init: false);

        Assert.Contains("caCertHashes", problem, StringComparison.Ordinal);
        Assert.Null(await admin.Resource<V1Node>().FindAsync(null, "w1"));
    }

    [Fact]
    public async Task A_cluster_lives_as_long_as_one_of_its_control_plane_machines_and_is_forgotten_with_the_last()
    {
        await InitAsync("cp1");
        Machine second = new(this, "cp2");
        second.WriteAuthority();
        Assert.Null(await second.JoinAsync(JoinData(Pin(_authority.CertificatePem), "controlPlane: {}"), init: false));
        using KubernetesClient admin = Admin("cp1");
        string uid = (await admin.Resource<V1Node>().GetAsync(null, "cp2")).Metadata.Uid;

        await _controlPlanes.WipeAsync("cp1");
        Assert.Equal(uid, (await admin.Resource<V1Node>().GetAsync(null, "cp2")).Metadata.Uid);

        await second.ControlPlane.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => admin.Resource<V1Node>().GetAsync(null, "cp2"));
        await second.ControlPlane.ResumeAsync(CancellationToken.None);
        Assert.Equal(uid, (await admin.Resource<V1Node>().GetAsync(null, "cp2")).Metadata.Uid);

        await second.ControlPlane.WipeAsync();
        Assert.Empty(Directory.GetDirectories(Path.Join(_folder, "control-planes")));
    }

    [Fact]
    public async Task A_given_kubeconfig_is_read_anew_and_a_server_of_another_authority_is_named()
    {
        await using DevApiServer first = await DevApiServer.StartAsync(new DevApiServerOptions());
        await using DevApiServer other = await DevApiServer.StartAsync(new DevApiServerOptions());
        string file = Path.Join(_folder, "workload");
        await File.WriteAllTextAsync(file, first.AdminKubeconfig);
        Machine machine = new(this, "cp", workloadKubeconfig: file);
        Assert.Null(await machine.JoinAsync(InitData(), init: true));
        using KubernetesClient client = new(ClientConfiguration.Parse(first.AdminKubeconfig));
        Assert.Contains("v1.35.7", (await client.Resource<V1ConfigMap>().GetAsync("kube-system", "kubeadm-config")).Data["ClusterConfiguration"], StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, first.AdminKubeconfig.Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(first.CaCertificatePem)), Convert.ToBase64String(Encoding.UTF8.GetBytes(other.CaCertificatePem)), StringComparison.Ordinal));
        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(() => machine.Connection.Open()!.Resource<V1Node>().GetAsync(null, "cp"));
        Assert.Contains("the authority in the kubeconfig is not", Connections.Explain("https://x", refusal), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, other.AdminKubeconfig);
        Assert.Null(await machine.Connection.Open()!.Resource<V1Node>().FindAsync(null, "cp"));
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_of_this_computer_is_refused_with_what_to_change()
    {
        Machine machine = new(this, "cp");
        machine.WriteAuthority();

        string? problem = await machine.JoinAsync(InitData().Replace(_endpoint, "192.0.2.1:6443", StringComparison.Ordinal), init: true);

        Assert.Contains("must be an address of this computer", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_without_token_and_without_authority_is_refused()
    {
        string? problem = await new Machine(this, "cp").JoinAsync(InitData(), init: true, withAuthority: false);

        Assert.Contains("no bootstrapTokens", problem, StringComparison.Ordinal);
    }

    private static async Task<(V1Lease Lease, V1Node Node)> LookAsync(KubernetesClient admin) =>
        (await admin.Resource<V1Lease>().GetAsync("kube-node-lease", "cp"), await admin.Resource<V1Node>().GetAsync(null, "cp"));

    private static Task<V1Secret> AllowAsync(KubernetesClient admin) => admin.Resource<V1Secret>().CreateAsync(new V1Secret
    {
        Metadata = new V1ObjectMeta { Name = "bootstrap-token-abcdef", NamespaceProperty = "kube-system" },
        Type = "bootstrap.kubernetes.io/token",
        Data = new Dictionary<string, byte[]>
        {
            ["token-id"] = "abcdef"u8.ToArray(),
            ["token-secret"] = "0123456789abcdef"u8.ToArray(),
            ["usage-bootstrap-authentication"] = "true"u8.ToArray(),
            ["auth-extra-groups"] = "system:bootstrappers:kubeadm:default-node-token"u8.ToArray(),
        },
    });

    private Task<string?> InitAsync(string name) => new Machine(this, name).JoinAsync(InitData(), init: true);

    private KubernetesClient Admin(string name) => new(ClientConfiguration.Parse(File.ReadAllText(Path.Join(_folder, name, "root/etc/kubernetes/admin.conf"))));

    private static string Pin(string pem)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>What Cluster API 1.14 writes has neither tokens nor names in it.</summary>
    private string InitData() => $$"""
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        clusterName: c1
        controlPlaneEndpoint: {{_endpoint}}
        kubernetesVersion: v1.35.7
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: InitConfiguration
        nodeRegistration:
          imagePullPolicy: IfNotPresent
          taints: null

        """;

    private string JoinData(string pin, string more = "") => $$"""
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: JoinConfiguration
        {{more}}
        discovery:
          bootstrapToken:
            apiServerEndpoint: {{_endpoint}}
            token: {{Token}}
            caCertHashes: ["{{pin}}"]
        nodeRegistration:
          kubeletExtraArgs:
            - {name: node-labels, value: "pool=a,tier=1"}

        """;

    /// <summary>One machine, from the moment that cloud-init has written its files.</summary>
    private sealed class Machine
    {
        private readonly KubeadmNodeTests _test;
        private readonly string _name;
        private readonly MachineFolder _folder;
        private readonly Kubeadm _kubeadm;

        public Machine(KubeadmNodeTests test, string name, TimeProvider? clock = null, string? workloadKubeconfig = null)
        {
            (_test, _name) = (test, name);
            _folder = new MachineFolder(Path.Join(test._folder, name));
            Connection = new KubeletConnection(_folder, workloadKubeconfig);
            Kubelet = new NodeAgent(_folder, Connection, clock ?? TimeProvider.System, NullLogger.Instance);
            ControlPlane = new MachineControlPlane(name, _folder, test._controlPlanes);
            _kubeadm = new Kubeadm(_folder, Kubelet, ControlPlane, workloadKubeconfig, clock ?? TimeProvider.System);
        }

        public KubeletConnection Connection { get; }

        public NodeAgent Kubelet { get; }

        public MachineControlPlane ControlPlane { get; }

        public void WriteAuthority()
        {
            _folder.Write("/etc/kubernetes/pki/ca.crt", _test._authority.CertificatePem);
            _folder.Write("/etc/kubernetes/pki/ca.key", _test._authority.KeyPem);
        }

        public Task<string?> JoinAsync(string data, bool init, bool withAuthority = true)
        {
            if (init && withAuthority)
                WriteAuthority();
            _folder.Write("/run/kubeadm/kubeadm.yaml", data);
            return _kubeadm.JoinAsync(new CloudCommand.Kubeadm(init, "/run/kubeadm/kubeadm.yaml"), _name, CancellationToken.None);
        }
    }
}
