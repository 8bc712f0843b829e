using System.Security.Cryptography;
using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Agent.Tests.Engine;

/// <summary>The engine behind its ports, driven step by step as a simulation does: one thread, a clock that stands, and nothing that waits by itself.</summary>
public sealed class EngineInOneThreadTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly StubPlugin os = new();
    private readonly OneThread thread = new();
    private readonly MemoryHost host;
    private readonly MemoryGateway gateway;

    public EngineInOneThreadTests()
    {
        gateway = new MemoryGateway(thread);
        host = new MemoryHost(os, clock, thread);
    }

    [Fact]
    public async Task A_life_from_registration_to_the_proof_of_an_update_needs_no_second_thread()
    {
        Assert.Equal(PowerAction.None, (await EndOf(Run(AgentGoal.Install))).Power);
        Assert.True(host.Journal is { Registered: true, Finalized: true, Installed: true });

        Task<EngineEnd> run = Run(AgentGoal.Run);
        Assert.False(run.IsCompleted);
        Direct(new HostDirective { Generation = 2, OsVersion = Version, Operation = Operation(attempt: 1) });

        Assert.Equal(PowerAction.Reboot, (await EndOf(run)).Power);
        Assert.Equal(OperationPhase.Rebooting, host.Journal.Operation!.Phase);
        host.Reboot();
        run = Run(AgentGoal.Run);
        Direct(new HostDirective { Generation = 2, OsVersion = Version, Operation = Operation(attempt: 1) });

        Assert.False(run.IsCompleted);
        Assert.Equal(OperationPhase.Succeeded, host.Journal.Operation.Phase);
        Assert.Equal("v2", gateway.Reported!.OsVersionHash);
        thread.AssertNobodyElseCame();
    }

    [Fact]
    public async Task What_fails_is_tried_again_when_the_clock_says_so_and_a_reset_cuts_it_short()
    {
        Assert.True(Run(AgentGoal.Install).IsCompletedSuccessfully);
        int tries = 0;
        os.OnPrepare = call =>
        {
            tries++;
            return tries < 3 ? throw new PluginException("The registry does not answer.") : Task.Delay(Timeout.InfiniteTimeSpan, clock, call.CancellationToken);
        };
        Task<EngineEnd> run = Run(AgentGoal.Run);
        Direct(new HostDirective { Generation = 2, OsVersion = Version, Operation = Operation(attempt: 1) });
        Assert.Equal(1, tries);
        Assert.Equal("The registry does not answer.", gateway.Reported!.Operation.Message);

        thread.Do(() => clock.Advance(TimeSpan.FromMinutes(1)));
        thread.Do(() => clock.Advance(TimeSpan.FromMinutes(1)));
        Assert.Equal(3, tries);
        Direct(new HostDirective { Generation = 3, NeedsReset = true });

        Assert.Equal(PowerAction.Reboot, (await EndOf(run)).Power);
        Assert.Equal(ResetStage.Triggered, host.Journal.Reset!.Stage);
        thread.AssertNobodyElseCame();
    }

    [Theory]
    [InlineData(false, "Done")]
    [InlineData(true, "CutShort")]
    public void The_wait_for_the_bootstrap_data_is_told_as_a_step_with_the_report_that_it_has_led_to(bool needsReset, string result)
    {
        const string Asked = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.True(Run(AgentGoal.Install).IsCompletedSuccessfully);
        _ = Run(AgentGoal.Run);
        Direct(new HostDirective { Generation = 2, BootstrapAvailable = true, Traceparent = Asked });
        gateway.Told();
        Assert.Equal(HostPhase.Bootstrapping, gateway.Reported!.Phase);
        thread.Do(() => clock.Advance(TimeSpan.FromSeconds(90)));

        host.HasSentinel = !needsReset;
        Direct(new HostDirective { Generation = 3, BootstrapAvailable = true, NeedsReset = needsReset, Traceparent = needsReset ? "" : Asked });

        HostReport told = gateway.Told();
        StepReport step = told.Steps[0];
        Assert.Equal(!needsReset, told.Bootstrapped);
        Assert.Equal((HostSteps.Bootstrap, "AwaitBootstrap", result), (step.Operation, step.Step, step.Result));
        Assert.Equal((90, Asked), (step.Took.Seconds, step.Traceparent));
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void A_reset_that_is_typed_at_a_machine_that_serves_wipes_nothing_where_the_server_has_lost_the_host(bool serves, bool isKnown, bool wipes)
    {
        Assert.True(Run(AgentGoal.Install).IsCompletedSuccessfully);
        if (serves)
        {
            _ = Run(AgentGoal.Run);
            Direct(new HostDirective { Generation = 2, BootstrapAvailable = true, Serves = new Serving { Machine = "m-1", Cluster = "lab" } });
            host.HasSentinel = true;
            host.Reboot();
        }

        gateway.KnowsTheHost = isKnown;
        os.OnReset = () => Task.Delay(Timeout.InfiniteTimeSpan, clock);

        _ = Run(AgentGoal.Reset);

        Assert.Equal(wipes ? ResetStage.Wiping : null, host.Journal.Reset?.Stage);
        if (!wipes)
        {
            HostCondition reset = gateway.Reported!.Conditions.Single(condition => condition.Type == ConditionTypes.ResetReady);
            Assert.Contains("serves the machine m-1 of the cluster lab; nothing is wiped", reset.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_agent_that_was_restarted_meanwhile_knows_for_whom_it_waits_before_it_is_told()
    {
        const string Asked = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.True(Run(AgentGoal.Install).IsCompletedSuccessfully);
        _ = Run(AgentGoal.Run);
        Direct(new HostDirective { Generation = 2, BootstrapAvailable = true, Traceparent = Asked });
        host.Reboot();
        host.HasSentinel = true;

        _ = Run(AgentGoal.Run);

        HostReport told = gateway.Told();
        Assert.True(told.Bootstrapped);
        Assert.Contains(told.Steps, step => step.Step == "AwaitBootstrap" && step.Traceparent == Asked);
    }

    [Fact]
    public async Task A_deadline_that_is_no_time_holds_no_reset_back()
    {
        Assert.True(Run(AgentGoal.Install).IsCompletedSuccessfully);
        Operation operation = Operation(attempt: 1);
        operation.Deadline = new Timestamp { Seconds = long.MaxValue };
        Task<EngineEnd> run = Run(AgentGoal.Run);

        Direct(new HostDirective { Generation = 2, NeedsReset = true, OsVersion = Version, Operation = operation });

        Assert.Equal(PowerAction.Reboot, (await EndOf(run)).Power);
        Assert.Equal(ResetStage.Triggered, host.Journal.Reset!.Stage);
    }

    public void Dispose() => host.Dispose();

    private static OsVersion Version => new() { Hash = "v2", Apply = true };

    private static Operation Operation(int attempt) => new() { Id = "op", Attempt = attempt, Type = OperationType.Upgrade, Wanted = "v2", Apply = true };

    private Task<EngineEnd> Run(AgentGoal goal)
    {
        Task<EngineEnd> run = null!;
        AgentEngineOptions options = new() { Retries = new RetryPolicy { Random = () => 0.5 } };
        thread.Do(() => run = new AgentEngine(host, gateway, goal, options, clock, NullLogger.Instance).RunAsync(CancellationToken.None));
        return run;
    }

    /// <summary>The end that is there already: nothing is waited for.</summary>
    private static Task<EngineEnd> EndOf(Task<EngineEnd> run)
    {
        Assert.True(run.IsCompleted, "The engine has not ended.");
        return run;
    }

    private void Direct(HostDirective directive) => thread.Do(() => gateway.Link!.Direct(directive));

    /// <summary>Everything that is awaited goes on here, in order, and nowhere else.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        private readonly int own = Environment.CurrentManagedThreadId;
        private readonly Queue<(SendOrPostCallback Callback, object? State)> waiting = new();
        private int strangers;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Note();
            lock (waiting)
                waiting.Enqueue((d, state));
        }

        /// <summary>Notes who is here.</summary>
        public void Note()
        {
            if (Environment.CurrentManagedThreadId != own)
                Interlocked.Increment(ref strangers);
        }

        /// <summary>Does something, and all that follows from it.</summary>
        public void Do(Action action)
        {
            SynchronizationContext? before = Current;
            SetSynchronizationContext(this);
            try
            {
                action();
                while (waiting.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
                    next.Callback(next.State);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public void AssertNobodyElseCame() => Assert.Equal(0, strangers);
    }

    private sealed class MemoryGateway(OneThread thread) : IGateway
    {
        private StepLog? log;

        public MemoryLink? Link { get; private set; }

        public bool KnowsTheHost { get; set; } = true;

        public HostReport? Reported => Link!.Reports.Current.Value;

        /// <summary>Sends the last report, and with it the steps that have not been told.</summary>
        public HostReport Told()
        {
            (HostReport report, long number) = log!.AddTo(Reported!);
            log.Forget(number);
            return report;
        }

        public Task<GetRegistrationResponse> GetRegistrationAsync(CancellationToken cancellationToken) => Answer(new GetRegistrationResponse());

        public Task<RegisterHostResponse> RegisterHostAsync(HostTokenSource tokens, RegisterHostRequest request, CancellationToken cancellationToken) =>
            Answer(new RegisterHostResponse { Created = true });

        public Task<GetBootstrapResponse> GetBootstrapAsync(HostTokenSource tokens, CancellationToken cancellationToken) => Answer(new GetBootstrapResponse());

        public Task<bool> DeleteHostAsync(HostTokenSource tokens, string bootId, ResetEvidence? evidence, CancellationToken cancellationToken) => Answer(KnowsTheHost);

        public IHostLink Open(HostTokenSource tokens, Latest<HostReport> reports, StepLog log, WakeUp wakeUp, RetryPolicy retries, ILogger logger)
        {
            this.log = log;
            return Link = new MemoryLink(reports, wakeUp);
        }

        private Task<T> Answer<T>(T answer)
        {
            thread.Note();
            return Task.FromResult(answer);
        }
    }

    private sealed class MemoryLink(Latest<HostReport> reports, WakeUp wakeUp) : IHostLink
    {
        public Latest<HostReport> Reports => reports;

        public HostDirective? Desired { get; private set; }

        public string? Rejection => null;

        public void Direct(HostDirective directive)
        {
            Desired = directive;
            wakeUp.Set();
        }

        public void ThrowIfBroken()
        {
        }

        public Task CloseAsync(TimeSpan patience, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class MemoryHost(StubPlugin os, TimeProvider clock, OneThread thread) : IAgentHost, IDisposable
    {
        private OsPluginCalls? plugin;

        public AgentConfig Config { get; } = new() { Registration = new RegistrationSettings { Uri = Uri() } };

        public HostIdentity? Identity { get; private set; }

        public Journal Journal { get; private set; } = new();

        public OsFacts Facts { get; private set; } = new() { BootId = "boot-1" };

        public string BootId => os.BootId;

        public bool IsPluginReady { get; private set; }

        public OsPluginCalls Plugin => plugin!;

        public bool HasSentinel { get; set; }

        public bool HasBootstrapFailed => false;

        public void Reboot() => (os.BootId, plugin, IsPluginReady) = ("boot-2", null, false);

        public Task NoteAsync(Func<Journal, Journal> change, CancellationToken cancellationToken)
        {
            thread.Note();
            Journal = change(Journal);
            return Task.CompletedTask;
        }

        public Task AdoptAsync(GetRegistrationResponse answer, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AdoptAsync(RegistrationAccess access, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<HostIdentity> EnsureIdentityAsync(CancellationToken cancellationToken) =>
            Task.FromResult(Identity ??= new HostIdentity("m-1", ECDsa.Create(ECCurve.NamedCurves.nistP256)));

        public Task SaveConfigAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<OsFacts> PreparePluginAsync(CancellationToken cancellationToken)
        {
            thread.Note();
            plugin ??= new OsPluginCalls(os, new VerbDeadlines(), clock);
            Facts = await plugin.GetFactsAsync(cancellationToken);
            IsPluginReady = true;
            return Facts;
        }

        public void DistrustFacts() => IsPluginReady = false;

        public void Forget() => Journal = new Journal();

        public BootstrapTrace ReadBootstrapTrace() => BootstrapTrace.None;

        public string? WhyNoPlugin() => null;

        public IDisposable WatchBootstrap(WakeUp wakeUp) => new MemoryStream();

        public void Dispose() => Identity?.Dispose();

        private static RegistrationUri Uri() =>
            RegistrationUri.TryParse("https://mgmt.example/elemental/v1/namespaces/fleet/registrations/edge", out RegistrationUri? uri) ? uri : throw new InvalidOperationException();
    }
}
