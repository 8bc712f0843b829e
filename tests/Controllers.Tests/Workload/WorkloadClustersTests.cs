using System.Net;
using System.Net.Sockets;
using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Tests.Integration;
using ElementalProvider.Controllers.Workload;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Workload;

/// <summary>One workload cluster that takes connections and never answers.</summary>
public sealed class WorkloadClustersTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task B6_Only_one_worker_waits_for_a_cluster_that_does_not_answer()
    {
        using BlackHole hole = new();
        await using World world = await World.CreateAsync(servers);
        await world.CreateAsync(Kubeconfig(world.Namespace, "dead", hole.Address));
        ManualTimeProvider clock = new();
        using WorkloadClusters clusters = new(world.Client, clock);
        using CancellationTokenSource end = new();
        ObjectKey dead = new(world.Namespace, "dead");

        Task<NodeSighting> first = clusters.FindNodeAsync(dead, "n0", null, end.Token);
        await hole.ConnectedAsync();
        Task<NodeSighting>[] others = [.. Enumerable.Range(1, 20).Select(index => clusters.FindNodeAsync(dead, $"n{index}", null, end.Token))];
        clock.Advance(TimeSpan.FromSeconds(1));

        NodeSighting[] told = await Task.WhenAll(others);
        Assert.All(told, sighting => Assert.Equal(
            "the API server of the Cluster dead has not answered yet", Assert.IsType<NodeSighting.Unreachable>(sighting).Why));
        Assert.Equal(1, hole.Connections);
        Assert.False(first.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task B6_The_machines_of_one_cluster_become_nodes_although_another_does_not_answer()
    {
        using BlackHole hole = new();
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateAsync(new Cluster
        {
            Metadata = new V1ObjectMeta { Name = "dead", NamespaceProperty = world.Namespace },
            Spec = new ClusterSpec(),
        });
        Cluster cluster = await world.Client.Resource<Cluster>().GetAsync(world.Namespace, "dead");
        await world.SetStatusAsync(cluster, cluster with
        {
            Status = new ClusterStatus
            {
                Initialization = new ClusterInitialization { InfrastructureProvisioned = true, ControlPlaneInitialized = true },
            },
        });
        await world.CreateAsync(Kubeconfig(world.Namespace, "dead", hole.Address));
        for (int index = 1; index <= 50; index++)
        {
            await world.CreateHostAsync(index, (HostLabels.Bootstrapped, "true"));
            await world.CreateNodeAsync(index);
        }

        await world.StartControllersAsync();
        for (int index = 1; index <= 30; index++)
        {
            string name = $"dead-{index}";
            await world.CreateMachineAsync(name);
            await world.ChangeAsync<Machine>(name, machine => machine with { Spec = machine.Spec! with { ClusterName = "dead" } });
        }

        await hole.ConnectedAsync();
        for (int index = 1; index <= 20; index++)
            await world.CreateMachineAsync($"alive-{index}");
        for (int index = 1; index <= 20; index++)
            await world.UntilAsync<ElementalMachine>($"alive-{index}", machine => machine.Status?.Initialization?.Provisioned == true);

        // Thirty machines have been looked at again and again meanwhile.
        Assert.InRange(hole.Connections, 1, 12);
    }

    [Fact]
    public async Task A_kubeconfig_that_was_replaced_or_taken_away_is_used_no_longer_by_who_looks_next()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateNodeAsync();
        ManualTimeProvider clock = new();
        using WorkloadClusters clusters = new(world.Client, clock);
        ObjectKey cluster = new(world.Namespace, "c1");
        Assert.IsType<NodeSighting.Found>(await clusters.FindNodeAsync(cluster, world.HostName(), null, CancellationToken.None));

        await world.ChangeAsync<V1Secret>("c1-kubeconfig", secret => secret with { Data = new Dictionary<string, byte[]> { ["value"] = "x: y"u8.ToArray() } });
        clock.Advance(WorkloadConnection.TrustPeriod);
        NodeSighting replaced = await clusters.FindNodeAsync(cluster, world.HostName(), null, CancellationToken.None);
        Assert.StartsWith("the kubeconfig in the Secret c1-kubeconfig is of no use: ", Assert.IsType<NodeSighting.Unreachable>(replaced).Why, StringComparison.Ordinal);

        await world.Client.Resource<V1Secret>().DeleteAsync(world.Namespace, "c1-kubeconfig");
        clock.Advance(WorkloadConnection.TrustPeriod);
        NodeSighting gone = await clusters.FindNodeAsync(cluster, world.HostName(), null, CancellationToken.None);
        Assert.Equal("the Secret c1-kubeconfig with the kubeconfig does not exist yet", Assert.IsType<NodeSighting.Unreachable>(gone).Why);
        Assert.InRange(WorkloadConnection.TrustPeriod, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    /// <summary>A tenant may write Secrets in its namespace, and would like to have what the manager has.</summary>
    [Theory]
    [InlineData("user: {tokenFile: FILE}", "users[0].user.tokenFile names a file")]
    [InlineData("user: {client-certificate: FILE, client-key: FILE}", "users[0].user.client-certificate names a file")]
    [InlineData("user: {exec: {command: /bin/sh, apiVersion: client.authentication.k8s.io/v1}}", "users[0].user.exec asks for a credential plugin")]
    [InlineData("user: {auth-provider: {name: oidc}}", "users[0].user.auth-provider asks for an auth provider")]
    public async Task A_tenant_learns_nothing_and_gets_nothing_by_a_kubeconfig(string user, string why)
    {
        using BlackHole tenant = new();
        await using World world = await World.CreateAsync(servers);
        using WorkloadClusters clusters = new(world.Client, new ManualTimeProvider());
        string there = Path.GetTempFileName();
        try
        {
            List<string> told = [];
            foreach ((string name, string file) in new[] { ("there", there), ("gone", there + "-gone") })
            {
                V1Secret secret = Kubeconfig(world.Namespace, name, tenant.Address);
                string text = Encoding.UTF8.GetString(secret.Data!["value"]).Replace("user: {token: t}", user.Replace("FILE", file, StringComparison.Ordinal), StringComparison.Ordinal);
                await world.CreateAsync(secret with { Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(text) } });
                NodeSighting sighting = await clusters.FindNodeAsync(new ObjectKey(world.Namespace, name), "n0", null, CancellationToken.None);
                told.Add(Assert.IsType<NodeSighting.Unreachable>(sighting).Why.Replace($"{name}-kubeconfig", "SECRET", StringComparison.Ordinal));
            }

            Assert.Contains(why, told[0], StringComparison.Ordinal);
            Assert.Equal(told[0], told[1]);
            Assert.DoesNotContain(there, told[0], StringComparison.Ordinal);
            Assert.Equal(0, tenant.Connections);
        }
        finally
        {
            File.Delete(there);
        }
    }

    [Fact]
    public async Task A_node_that_goes_by_another_name_is_found_by_its_provider_ID()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateNodeAsync(7, "elemental://lab/h1");
        await world.CreateNodeAsync(8);
        ManualTimeProvider clock = new();
        using WorkloadClusters clusters = new(world.Client, clock);
        ObjectKey cluster = new(world.Namespace, "c1");

        NodeSighting found = await clusters.FindNodeAsync(cluster, "h1", "elemental://lab/h1", CancellationToken.None);
        NodeSighting missing = await clusters.FindNodeAsync(cluster, "h2", "elemental://lab/h2", CancellationToken.None);

        Assert.Equal(world.HostName(7), Assert.IsType<NodeSighting.Found>(found).Node.Metadata.Name);
        Assert.IsType<NodeSighting.Missing>(missing);
        await world.CreateNodeAsync(9, "elemental://lab/h2");
        clock.Advance(WorkloadConnection.ListPeriod);
        Assert.IsType<NodeSighting.Found>(await clusters.FindNodeAsync(cluster, "h2", "elemental://lab/h2", CancellationToken.None));
    }

    private static V1Secret Kubeconfig(string namespaceName, string cluster, string address) => new()
    {
        Metadata = new V1ObjectMeta { Name = $"{cluster}-kubeconfig", NamespaceProperty = namespaceName },
        Type = ClusterApiGroup.SecretType,
        Data = new Dictionary<string, byte[]>
        {
            ["value"] = Encoding.UTF8.GetBytes("""
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "ADDRESS", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.Replace("ADDRESS", address, StringComparison.Ordinal)),
        },
    };

    /// <summary>Takes every connection and says nothing.</summary>
    private sealed class BlackHole : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _taken = [];
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _connections;

        public BlackHole()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Address => $"https://{_listener.LocalEndpoint}";

        public int Connections => Volatile.Read(ref _connections);

        public Task ConnectedAsync() => _connected.Task.InTime();

        public void Dispose()
        {
            _listener.Stop();
            lock (_taken)
                _taken.ForEach(client => client.Dispose());
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync();
                    lock (_taken)
                        _taken.Add(client);
                    Interlocked.Increment(ref _connections);
                    _connected.TrySetResult();
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
