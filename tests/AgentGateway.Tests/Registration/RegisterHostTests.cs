using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class RegisterHostTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task A_machine_becomes_a_host_that_belongs_to_its_registration()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent agent = new(gateway, registration, "m-1");

        RegisterHostResponse response = await agent.RegisterAsync(request =>
        {
            request.Labels["rack"] = "chosen by the agent";
            request.Labels["serial"] = "4711";
            request.Annotations["note"] = "hello";
        });

        ElementalHost host = await HostAsync(registration, "m-1");
        Assert.True(response.Created);
        Assert.Equal(agent.PublicKey, host.Spec!.PubKey);
        Assert.Equal([Finalizers.Host], host.Metadata.Finalizers);
        V1OwnerReference owner = Assert.Single(host.Metadata.OwnerReferences!);
        Assert.Equal(("ElementalRegistration", "reg", true), (owner.Kind, owner.Name, owner.Controller));
        Assert.Equal(("r1", "s1", "4711"), (host.Metadata.Labels!["rack"], host.Metadata.Labels["site"], host.Metadata.Labels["serial"]));
        Assert.Equal("hello", host.Metadata.Annotations!["note"]);
    }

    [Fact]
    public async Task Registering_again_finds_the_same_host_and_costs_no_request()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestAgent agent = new(gateway, await NewRegistrationAsync(gateway), "m-1");

        Assert.True((await agent.RegisterAsync()).Created);
        Assert.False((await agent.RegisterAsync()).Created);
        // The same key in another spelling.
        Assert.False((await agent.RegisterAsync(request => request.PublicKey = request.PublicKey.ReplaceLineEndings("\r\n") + "\r\n")).Created);

        Assert.Equal(1, gateway.Requests["create elementalhosts"]);
        Assert.False(gateway.Requests.ContainsKey("get elementalhosts"));
    }

    [Fact]
    public async Task Fault_5_A_thousand_answers_lost_make_no_second_host()
    {
        await using TestGateway first = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(first);
        await using TestGateway second = await TestGateway.StartAsync(api, first.Clock);
        TestAgent agent = new(first, registration, "m-1");
        TestAgent elsewhere = agent.On(second);

        RegisterHostResponse[] responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? agent : elsewhere).RegisterAsync()));

        Assert.Single(responses, response => response.Created);
        Assert.Single((await api.Client.Resource<ElementalHost>().ListAsync(registration.Key.Namespace)).Items);
    }

    [Fact]
    public async Task Fault_4_A_host_is_served_by_every_replica_the_moment_it_is_created()
    {
        await using TestGateway first = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(first);
        await using TestGateway second = await TestGateway.StartAsync(api, first.Clock);

        for (int i = 0; i < 20; i++)
        {
            TestAgent agent = new(first, registration, $"m-{i}");
            await agent.RegisterAsync();
            // "Not claimed" is NOT_FOUND too, but only a host that is known has a reason.
            RpcException answer = await Assert.ThrowsAsync<RpcException>(() => agent.On(second).GetBootstrapAsync());
            Assert.Contains("no machine has claimed it", answer.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Machines_that_register_at_once_share_one_read_of_the_key()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => new TestAgent(gateway, registration, $"m-{i}").RegisterAsync()));

        Assert.Equal(1, gateway.Requests["get secrets"]);
        Assert.Equal(50, gateway.Requests["create elementalhosts"]);
        Assert.InRange(gateway.Requests["get elementalregistrations"], 1, 49);
    }

    [Fact]
    public async Task A_name_that_is_taken_under_another_key_is_refused()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        await new TestAgent(gateway, registration, "m-1").RegisterAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => new TestAgent(gateway, registration, "m-1").RegisterAsync());

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
        Assert.Contains($"{registration.Key.Namespace}/m-1", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_whose_host_is_still_being_reset_is_free_later()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent old = new(gateway, registration, "m-1");
        await old.RegisterAsync();
        await api.Client.Resource<ElementalHost>().DeleteAsync(registration.Key.Namespace, "m-1");
        TestAgent wiped = new(gateway, registration, "m-1");

        await Eventually.TrueAsync(async () =>
            (await Assert.ThrowsAsync<RpcException>(() => wiped.RegisterAsync())).Status.Detail.Contains("still being reset", StringComparison.Ordinal));

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => wiped.RegisterAsync());
        Assert.Equal((StatusCode.AlreadyExists, "10"), (refusal.StatusCode, refusal.Trailers.GetValue("retry-after")));
        // The machine itself must still get through: somebody has to tell it to wipe itself.
        Assert.False((await old.RegisterAsync()).Created);
    }

    [Theory]
    [InlineData("UPPER", null, null, "name")]
    [InlineData("a/b", null, null, "name")]
    [InlineData("m-1\n", null, null, "name")]
    [InlineData("m-1", "no key", null, "public_key")]
    [InlineData("m-1", null, "elementalhost.infrastructure.cluster.x-k8s.io/needs-reset", "labels")]
    [InlineData("m-1", null, "cluster.x-k8s.io/cluster-name", "labels")]
    [InlineData("m-1", null, "node-role.kubernetes.io/control-plane", "labels")]
    [InlineData("m-1", null, "meta.helm.sh/release-name", "labels")]
    [InlineData("m-1", null, "two words", "labels")]
    public async Task I8_Bad_input_gets_a_sentence_that_names_the_field(string name, string? publicKey, string? label, string field)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestAgent agent = new(gateway, await NewRegistrationAsync(gateway), name);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync(request =>
        {
            request.PublicKey = publicKey ?? request.PublicKey;
            if (label is not null)
                request.Labels[label] = "true";
        }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(field, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_registrations_own_valid_token_opens_it()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        DateTimeOffset now = gateway.Clock.GetUtcNow();

        await RefusedAsync(null, "no registration token");
        await RefusedAsync("not.a.jwt", "well-formed");
        await RefusedAsync(TestRegistration.Sign(registration.KeyPem, registration.Uri, now.AddHours(-1)), "expired");
        await RefusedAsync(TestRegistration.Sign(registration.KeyPem, "https://elsewhere", now.AddHours(1)), "audience");
        await RefusedAsync(TestRegistration.Sign(Es256Key.GeneratePrivatePem(), registration.Uri, now.AddHours(1)), "signature");

        async Task RefusedAsync(string? token, string why)
        {
            TestAgent agent = new(gateway, registration, "m-1") { RegistrationToken = token };
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync());
            Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
            Assert.Contains(why, refusal.Status.Detail, StringComparison.Ordinal);
            if (token is { Length: > 20 })
                Assert.DoesNotContain(token, refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_without_expiry_is_as_good_as_any()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent agent = new(gateway, registration, "m-1")
        {
            RegistrationToken = TestRegistration.Sign(registration.KeyPem, registration.Uri, expiry: null),
        };

        Assert.True((await agent.RegisterAsync()).Created);
    }

    [Theory]
    [InlineData("NAMESPACE/nothing", StatusCode.NotFound)]
    [InlineData("nothing", StatusCode.InvalidArgument)]
    [InlineData("a/b/c", StatusCode.InvalidArgument)]
    [InlineData("../secrets", StatusCode.InvalidArgument)]
    public async Task A_registration_must_be_named_and_exist(string name, StatusCode expected)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent agent = new(gateway, registration, "m-1")
        {
            RegistrationName = name.Replace("NAMESPACE", registration.Key.Namespace, StringComparison.Ordinal),
        };

        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync())).StatusCode);
    }

    [Fact]
    public async Task A_proof_of_the_key_is_needed()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent thief = new(gateway, registration, "m-1");
        string foreignKey = new TestAgent(gateway, registration, "m-2").PublicKey;

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => thief.RegisterAsync(request => request.PublicKey = foreignKey));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task A_disabled_registration_takes_no_new_hosts_but_knows_its_old_ones()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        TestAgent known = new(gateway, registration, "m-1");
        await known.RegisterAsync();
        await PatchRegistrationAsync(registration, """{"spec":{"config":{"elemental":{"registration":{"token":"disabled"}}}}}""");
        await Eventually.TrueAsync(async () => (await known.GetRegistrationAsync()).Access.Token == "disabled");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => new TestAgent(gateway, registration, "m-2").RegisterAsync());

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.False((await known.RegisterAsync()).Created);
    }

    [Fact]
    public async Task A_new_key_in_the_Secret_is_found_by_the_first_token_that_needs_it_but_not_asked_for_all_the_time()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        await new TestAgent(gateway, registration, "m-1").RegisterAsync();
        string newKey = Es256Key.GeneratePrivatePem();
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(newKey));
        await api.Client.Resource<V1Secret>().PatchAsync(
            registration.Key.Namespace, "reg-key", Patch.Merge(JsonNode.Parse($$$"""{"data":{"privKey":"{{{encoded}}}"}}""")!.AsObject()));
        string newToken = TestRegistration.Sign(newKey, registration.Uri, gateway.Clock.GetUtcNow().AddHours(1));
        await PatchRegistrationAsync(registration, """{"spec":{"config":{"elemental":{"registration":{"token":"TOKEN"}}}}}""".Replace("TOKEN", newToken, StringComparison.Ordinal));
        TestAgent agent = new(gateway, registration, "m-2") { RegistrationToken = newToken };

        await Assert.ThrowsAsync<RpcException>(() => agent.GetRegistrationAsync());
        await Assert.ThrowsAsync<RpcException>(() => agent.GetRegistrationAsync());
        Assert.Equal(1, gateway.Requests["get secrets"]);
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        await agent.GetRegistrationAsync();
        Assert.Equal(2, gateway.Requests["get secrets"]);
    }

    [Fact]
    public async Task The_configuration_of_the_registration_reaches_the_agent()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);

        GetRegistrationResponse response = await new TestAgent(gateway, registration, "m-1").GetRegistrationAsync();

        Assert.Equal(new RegistrationAccess { Uri = registration.Uri, CaCert = "PEM", Token = registration.Token }, response.Access);
        Assert.Equal(("dummy", 90), (response.Agent.OsPlugin, response.Agent.Reconciliation.Seconds));
        Assert.Equal("root", response.CloudConfig.Fields["users"].ListValue.Values[0].StructValue.Fields["name"].StringValue);
        Assert.Equal("r1", response.HostLabels["rack"]);
        Assert.Null(response.Install);
    }

    [Fact]
    public async Task Machines_that_cannot_register_show_up_as_one_event()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await NewRegistrationAsync(gateway);
        await new TestAgent(gateway, registration, "m-0").GetRegistrationAsync();
        for (int i = 0; i < 5; i++)
        {
            TestAgent agent = new(gateway, registration, $"m-{i}") { RegistrationToken = "wrong" };
            await Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync());
        }

        IList<Corev1Event> events = [];
        await Eventually.TrueAsync(async () =>
            (events = (await api.Client.Resource<Corev1Event>().ListAsync(registration.Key.Namespace)).Items).Count > 0);

        Corev1Event only = Assert.Single(events);
        Assert.Equal(("RegistrationFailed", "ElementalRegistration"), (only.Reason, only.InvolvedObject?.Kind));
        Assert.DoesNotContain("wrong", only.Message, StringComparison.Ordinal);
    }

    private async Task<TestRegistration> NewRegistrationAsync(TestGateway gateway) =>
        await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);

    private Task<ElementalHost> HostAsync(TestRegistration registration, string name) =>
        api.Client.Resource<ElementalHost>().GetAsync(registration.Key.Namespace, name);

    private Task<ElementalRegistration> PatchRegistrationAsync(TestRegistration registration, string patch) => api.Client.Resource<ElementalRegistration>().PatchAsync(
        registration.Key.Namespace, registration.Key.Name, Patch.Merge(JsonNode.Parse(patch)!.AsObject()));
}
