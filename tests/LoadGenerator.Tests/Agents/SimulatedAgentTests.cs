using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Tests.Support;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.LoadGenerator.Tests.Agents;

public sealed class SimulatedAgentTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = new(Patience);
    private readonly JoiningNodes _nodes = new();
    private FakeGateway _gateway = null!;
    private Fleet _fleet = null!;

    private SimulatedAgent Agent => _fleet.Agents[0];

    public async Task InitializeAsync()
    {
        _gateway = await FakeGateway.StartAsync();
        _fleet = new Fleet(_gateway.Endpoint, "host-", size: 1, sharedConnections: 0, _nodes, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task It_registers_with_the_registration_token_and_proof_of_its_key()
    {
        await Agent.RegisterAsync(_limit.Token);

        Assert.Equal(["GetRegistration", "RegisterHost"], _gateway.Calls.Select(call => call.Call));
        (_, object request, Metadata headers) = _gateway.Calls.Last();
        RegisterHostRequest registration = Assert.IsType<RegisterHostRequest>(request);
        Assert.Equal("host-00000", registration.Name);
        Assert.Equal("ns/fleet", headers.GetValue("elemental-registration"));
        Assert.Equal("Bearer let-me-in", headers.GetValue("registration-authorization"));
        JwtVerdict verdict = Jwt.Verify(headers.GetValue("authorization")!["Bearer ".Length..], registration.PublicKey, new JwtExpectations
        {
            Audience = _gateway.Endpoint.RegistrationUri.OriginalString,
            Subject = registration.Name,
            Clock = TimeProvider.System,
            LongestLife = TimeSpan.FromMinutes(15),
        });
        Assert.True(verdict.IsValid, verdict.Reason);
    }

    [Fact]
    public async Task It_tries_again_what_was_refused_and_counts_it()
    {
        _gateway.Refusals.Enqueue(StatusCode.Unavailable);
        _gateway.Refusals.Enqueue(StatusCode.ResourceExhausted);

        await Agent.RegisterAsync(_limit.Token);

        Assert.Equal(["GetRegistration", "RegisterHost"], _gateway.Calls.Select(call => call.Call));
        Assert.Equal(1, _fleet.Counters.Retries["Unavailable"]);
        Assert.Equal(1, _fleet.Counters.Retries["ResourceExhausted"]);
    }

    [Fact]
    public async Task It_installs_on_the_first_directive_and_acknowledges_it()
    {
        await SendAsync(new HostDirective { Generation = 3 });

        await Agent.ConnectAsync(_limit.Token);

        Assert.False((await NextReportAsync()).Installed);
        HostReport installed = await NextReportAsync();
        Assert.True(installed.Installed);
        Assert.Equal(3, installed.ObservedGeneration);
        Assert.Contains(installed.Conditions, condition => condition is { Type: ConditionTypes.InstallationReady, Status: "True" });
    }

    [Fact]
    public async Task It_is_a_node_before_it_says_that_it_is_bootstrapped()
    {
        await SendAsync(new HostDirective { Generation = 1 });
        await SendAsync(new HostDirective { Generation = 2, BootstrapAvailable = true });

        await Agent.ConnectAsync(_limit.Token);
        while ((await NextReportAsync()).Phase != HostPhase.Bootstrapping)
            Assert.Empty(_nodes.Names);
        await _nodes.Asked.WaitAsync(_limit.Token);
        Assert.False(_gateway.Reports.Reader.TryPeek(out _));

        _nodes.Let();
        HostReport report = await NextReportAsync();

        Assert.True(report.Bootstrapped);
        Assert.Equal(["host-00000"], _nodes.Names);
        Assert.Contains(_gateway.Calls, call => call.Call == "GetBootstrap");
    }

    [Fact]
    public async Task A_wait_for_a_directive_ends_with_that_directive_and_no_other()
    {
        Task<long> wait = Agent.Inbox.NextAsync(directive => directive.Generation == 2);
        await SendAsync(new HostDirective { Generation = 1 });
        await Agent.ConnectAsync(_limit.Token);
        Assert.False(wait.IsCompleted);

        await SendAsync(new HostDirective { Generation = 2 });

        await wait.WaitAsync(_limit.Token);
    }

    [Fact]
    public async Task It_comes_back_when_the_server_ends_the_stream()
    {
        await SendAsync(new HostDirective { Generation = 1 });
        await Agent.ConnectAsync(_limit.Token);
        Task<long> again = Agent.Inbox.NextAsync(_ => true);

        await SendAsync(null);
        await SendAsync(new HostDirective { Generation = 2 });

        await again.WaitAsync(_limit.Token);
        Assert.Equal(1, _fleet.Counters.StreamsLost);
        Assert.Equal(2, _gateway.Calls.Count(call => call.Call == "Connect"));
    }

    [Fact]
    public async Task It_connects_again_after_it_was_cut()
    {
        await SendAsync(new HostDirective { Generation = 1 });
        await Agent.ConnectAsync(_limit.Token);

        await Agent.CutAsync();
        await _gateway.EndedStreams.Reader.ReadAsync(_limit.Token);
        await SendAsync(new HostDirective { Generation = 1 });
        await Agent.ConnectAsync(_limit.Token);

        Assert.Equal(0, _fleet.Counters.StreamsLost);
        Assert.Equal(2, _gateway.Calls.Count(call => call.Call == "Connect"));
    }

    [Fact]
    public async Task A_reset_is_announced_from_the_next_boot_and_shown_then()
    {
        await SendAsync(new HostDirective { NeedsReset = true });

        await Agent.ConnectAsync(_limit.Token);
        string boot = (await NextReportAsync()).BootId;
        Assert.Equal(HostPhase.TriggeringReset, (await NextReportAsync()).Phase);
        await _gateway.Deletions.Reader.ReadAsync(_limit.Token);
        await _gateway.Deletions.Reader.ReadAsync(_limit.Token);

        DeleteHostRequest[] deletions = [.. _gateway.Calls.Select(call => call.Request).OfType<DeleteHostRequest>()];
        Assert.Null(deletions[0].Evidence);
        Assert.NotEqual(boot, deletions[1].Evidence.BootId);
        Assert.Equal(1, _gateway.Calls.Count(call => call.Call == "Connect"));
    }

    [Fact]
    public async Task A_host_that_is_gone_stays_away()
    {
        _gateway.Refusals.Enqueue(StatusCode.NotFound);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => Agent.ConnectAsync(_limit.Token));

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    private ValueTask SendAsync(HostDirective? directive) => _gateway.Directives.Writer.WriteAsync(directive, _limit.Token);

    private ValueTask<HostReport> NextReportAsync() => _gateway.Reports.Reader.ReadAsync(_limit.Token);
}
