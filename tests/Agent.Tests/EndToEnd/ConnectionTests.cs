using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>Whom the agent trusts, and how it comes back.</summary>
public sealed class ConnectionTests : IAsyncLifetime, IDisposable
{
    private readonly TestMachine machine = new();
    private readonly CancellationTokenSource powerOff = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync() => gateway = await TestGateway.StartAsync();

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_told_nothing()
    {
        machine.Disk.Write(TestHost.ConfigPath, Config("{}"));
        int calls = 0;
        gateway.Intercept = (_, _) => Interlocked.Increment(ref calls);

        Task<int> registering = machine.RunAsync(AgentGoal.Register, powerOff.Token);
        await machine.WaitForLogAsync("RegistrationFailed");
        await powerOff.CancelAsync();

        Assert.Equal(ExitCodes.Success, await registering.WaitAsync(TestGateway.Patience));
        Assert.Contains("certificate", machine.Log, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Verification_can_be_switched_off_and_is_warned_about()
    {
        machine.Disk.Write(TestHost.ConfigPath, Config("{insecureSkipTlsVerify: true}"));

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Register, CancellationToken.None));
        Assert.Contains("agent.insecureSkipTlsVerify is true: anybody can pretend to be the server.", machine.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_registrations_CA_is_trusted_beside_the_systems()
    {
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig("{useSystemCertPool: true}"));

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Register, CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_registration_is_one_line_a_try_and_goes_on_once_it_is_allowed()
    {
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        int refusals = 0;
        gateway.Intercept = (method, _) =>
        {
            if (method == "RegisterHost" && Interlocked.Increment(ref refusals) <= 3)
                throw new RpcException(new Status(StatusCode.PermissionDenied, "not yet"));
        };

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Register, CancellationToken.None));

        string[] lines = machine.Log.Split('\n');
        Assert.Equal(3, lines.Count(line => line.Contains("RegistrationFailed: The server does not allow this: not yet", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Contains("Next: Register", StringComparison.Ordinal));
        Assert.Single(gateway.Created);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_opened_again_with_the_whole_report()
    {
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        await machine.RunAsync(AgentGoal.Install, CancellationToken.None);
        int connects = 0;
        gateway.Intercept = (method, isDone) =>
        {
            if (method == "Connect" && isDone && Interlocked.Increment(ref connects) <= 3)
                throw new RpcException(new Status(StatusCode.Unavailable, "draining"), new Metadata { { "retry-after", "0.01" } });
        };
        gateway.Host.Desired.Publish(new HostDirective { Generation = 9 });

        Task<int> life = machine.LiveAsync(powerOff.Token);

        await gateway.WaitForReportAsync(report => report is { ObservedGeneration: 9, Installed: true });
        Assert.Equal(4, connects);
        await powerOff.CancelAsync();
        Assert.Equal(ExitCodes.Success, await life.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task A_draining_server_is_left_for_as_long_as_it_says()
    {
        ManualClock clock = new();
        using TestMachine patient = new() { Clock = new DeadlineClock(clock) };
        patient.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        await patient.RunAsync(AgentGoal.Install, CancellationToken.None);
        int connects = 0;
        gateway.Intercept = (method, isDone) =>
        {
            if (method == "Connect" && isDone)
                Interlocked.Increment(ref connects);
        };
        Task<int> life = patient.LiveAsync(powerOff.Token);
        await gateway.WaitForReportAsync(_ => Volatile.Read(ref connects) == 1);

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, ReconnectAfter = Duration.FromTimeSpan(TimeSpan.FromMinutes(5)) });
        await clock.WaitForTimerAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(1, connects);
        gateway.Host.Desired.Publish(new HostDirective { Generation = 3 });
        clock.Advance(TimeSpan.FromMinutes(6));

        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 3);
        Assert.Equal(2, connects);
        await powerOff.CancelAsync();
        Assert.Equal(ExitCodes.Success, await life.WaitAsync(TestGateway.Patience));
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    public void Dispose()
    {
        machine.Dispose();
        powerOff.Dispose();
    }

    private string Config(string agent) => $"""
        registration: [uri: {gateway.RegistrationUri}, token: {TestGateway.RegistrationToken}]
        agent: {agent}
        """.Replace('[', '{').Replace(']', '}');
}
