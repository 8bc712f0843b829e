using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class RegistrationLimitsTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task One_token_and_one_key_make_one_host_however_many_names_they_come_with()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, limits: null);
        string key = Es256Key.GeneratePrivatePem();
        await new TestAgent(gateway, registration, "m-0", key).RegisterAsync();

        RpcException[] refusals = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => RefusedAsync(new TestAgent(gateway, registration, $"m-{i}", key))));

        Assert.All(refusals, refusal => Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode));
        Assert.All(refusals, refusal => Assert.Equal(
            $"the ElementalHost {registration.Key.Namespace}/m-0 has this key; register under that name, make a new key for this machine, or delete that host first",
            refusal.Status.Detail));
        Assert.Equal(["m-0"], await HostsAsync(registration));
    }

    [Fact]
    public async Task One_key_makes_one_host_also_where_all_come_at_once()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, limits: null);
        string key = Es256Key.GeneratePrivatePem();

        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => IsTakenAsync(new TestAgent(gateway, registration, $"m-{i}", key))));

        Assert.Equal(1, taken.Count(each => each));
        Assert.Single(await HostsAsync(registration));
    }

    [Fact]
    public async Task A_key_is_free_again_when_its_host_is_gone()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, limits: null);
        string key = Es256Key.GeneratePrivatePem();
        TestAgent before = new(gateway, registration, "m-0", key);
        await before.RegisterAsync();
        Assert.False((await before.RegisterAsync()).Created);
        await DeleteAsync(registration, "m-0");

        await Eventually.TrueAsync(() => IsTakenAsync(new TestAgent(gateway, registration, "m-1", key)));

        Assert.Equal(["m-1"], await HostsAsync(registration));
    }

    [Fact]
    public async Task A_registration_has_no_more_hosts_than_it_may_have_and_those_it_has_come_back()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, new RegistrationLimits { MaxHosts = 2 });
        TestAgent first = new(gateway, registration, "m-0");
        await first.RegisterAsync();
        await new TestAgent(gateway, registration, "m-1").RegisterAsync();

        RpcException refusal = await RefusedAsync(new TestAgent(gateway, registration, "m-2"));

        Assert.Equal((StatusCode.ResourceExhausted, "60"), (refusal.StatusCode, refusal.Trailers.GetValue("retry-after")));
        Assert.Contains("has the 2 hosts that spec.limits.maxHosts allows", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.False((await first.RegisterAsync()).Created);
        await DeleteAsync(registration, "m-1");
        await Eventually.TrueAsync(() => IsTakenAsync(new TestAgent(gateway, registration, "m-3")));
        Assert.Equal(["m-0", "m-3"], await HostsAsync(registration));
    }

    [Fact]
    public async Task Who_comes_too_soon_is_told_when_it_is_its_turn_and_is_taken_then()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, new RegistrationLimits { RegistrationsPerMinute = 6 });
        TestAgent third = new(gateway, registration, "m-2");
        TestAgent fourth = new(gateway, registration, "m-3");
        await new TestAgent(gateway, registration, "m-0").RegisterAsync();
        await new TestAgent(gateway, registration, "m-1").RegisterAsync();

        RpcException[] refusals = [await RefusedAsync(third), await RefusedAsync(fourth), await RefusedAsync(third)];
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        RpcException tooSoon = await RefusedAsync(fourth);

        Assert.All(refusals, refusal => Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode));
        Assert.Equal(["10", "20", "10"], refusals.Select(refusal => refusal.Trailers.GetValue("retry-after")));
        Assert.Equal("10", tooSoon.Trailers.GetValue("retry-after"));
        Assert.True((await third.RegisterAsync()).Created);
        Assert.False((await third.RegisterAsync()).Created);
    }

    [Fact]
    public async Task Hosts_that_bring_a_quarter_of_a_megabyte_each_are_refused_before_anything_is_stored()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await RegistrationAsync(gateway, limits: null);
        string note = new('x', 250 * 1000);

        for (int i = 0; i < 400; i++)
        {
            TestAgent agent = new(gateway, registration, $"m-{i}");
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync(request => request.Annotations["note"] = note));
            Assert.Equal(
                (StatusCode.InvalidArgument, "annotations: a host can set at most 64 of its own, of 16384 characters in all"),
                (refusal.StatusCode, refusal.Status.Detail));
        }

        Assert.Empty(await HostsAsync(registration));
    }

    private static Task<RpcException> RefusedAsync(TestAgent agent) => Assert.ThrowsAsync<RpcException>(() => agent.RegisterAsync());

    private static async Task<bool> IsTakenAsync(TestAgent agent)
    {
        try
        {
            return (await agent.RegisterAsync()).Created;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.AlreadyExists or StatusCode.ResourceExhausted or StatusCode.Aborted)
        {
            return false;
        }
    }

    private async Task<TestRegistration> RegistrationAsync(TestGateway gateway, RegistrationLimits? limits)
    {
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        IResourceClient<ElementalRegistration> registrations = api.Client.Resource<ElementalRegistration>();
        ElementalRegistration known = await registrations.GetAsync(registration.Key.Namespace, registration.Key.Name);
        await registrations.PatchAsync(known, known with { Spec = known.Spec! with { Limits = limits } }, "test");
        return registration;
    }

    private async Task<IEnumerable<string>> HostsAsync(TestRegistration registration) =>
        (await api.Client.Resource<ElementalHost>().ListAsync(registration.Key.Namespace)).Items.Select(host => host.Metadata.Name).Order(StringComparer.Ordinal);

    private async Task DeleteAsync(TestRegistration registration, string name)
    {
        IResourceClient<ElementalHost> hosts = api.Client.Resource<ElementalHost>();
        ElementalHost host = await hosts.GetAsync(registration.Key.Namespace, name);
        await hosts.PatchAsync(host, host with { Metadata = host.Metadata with { Finalizers = null } }, "test");
        await hosts.DeleteAsync(registration.Key.Namespace, name);
    }
}
