using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Engine;

/// <summary>
/// The level-triggered loop: observe, decide, report, do one step, again. It sleeps until something changes: a directive, the sentinel, the
/// end of a pause.
/// </summary>
internal sealed partial class AgentEngine : IAsyncDisposable
{
    private readonly LocalHost host;
    private readonly GatewayClient gateway;
    private readonly AgentGoal goal;
    private readonly AgentEngineOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly AgentSteps steps;
    private readonly Latest<HostReport> reports = new();
    private readonly WakeUp wakeUp = new();
    private readonly HeldBackStep heldBack;
    private readonly FullJitterBackoff comingBack;
    private HostLink? link;
    private StepFailure? failure;
    private BootstrapSentinel? sentinel;
    private ITimer? deadline;
    private bool isOverdue;
    private bool isRejected;

    public AgentEngine(LocalHost host, GatewayClient gateway, AgentGoal goal, AgentEngineOptions options, TimeProvider clock, ILogger logger)
    {
        (this.host, this.gateway, this.goal, this.options, this.clock, this.logger) = (host, gateway, goal, options, clock, logger);
        steps = new AgentSteps(host, gateway, clock);
        heldBack = new HeldBackStep(clock, wakeUp);
        comingBack = options.Retries.Connecting();
    }

    /// <summary>Runs until the goal is reached or the host's power is to change.</summary>
    /// <returns>What is to happen to the host's power; the last report is delivered by then, or given up.</returns>
    public async Task<PowerAction> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await FollowLinkAsync();
            HostDirective? desired = link?.Desired;
            AgentStep step = AgentDecisions.Next(Observe(), desired);
            if (!heldBack.IsRepeated(step))
                failure = null;

            if (step is AgentStep.AwaitBootstrap)
                WatchBootstrap();

            Report(step, desired);
            if (step is AgentStep.Finished)
                return await FarewellAsync(AfterInstallation(), cancellationToken);

            if (step is AgentStep.Wait or AgentStep.AwaitBootstrap || heldBack.IsHeldBack(step))
            {
                await wakeUp.WaitAsync(cancellationToken);
                continue;
            }

            if (await TryAsync(step, desired, cancellationToken) is var power and not PowerAction.None)
                return await FarewellAsync(power, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        heldBack.Dispose();
        sentinel?.Dispose();
        if (deadline is not null)
            await deadline.DisposeAsync();

        if (link is not null)
            await link.DisposeAsync();
    }

    private AgentState Observe() => new()
    {
        Goal = goal,
        Journal = host.Journal.Current,
        Facts = host.Facts,
        BootId = host.BootId,
        IsRejected = isRejected,
        PluginReady = host.IsPluginReady,
        SentinelPresent = BootstrapSentinel.IsPresent(host.Root),
    };

    /// <summary>Keeps a conversation with the server while the host is registered, and notices when the server has forgotten it.</summary>
    private async Task FollowLinkAsync()
    {
        link?.ThrowIfBroken();
        if (link is { Rejection: { } rejection })
        {
            // A server that takes the host but then does not know it must not be asked in circles.
            if (link.Desired is not null)
                comingBack.Reset();

            TimeSpan pause = comingBack.Next();
            Log.Rejected(logger, rejection, pause.TotalSeconds);
            heldBack.Hold(new AgentStep.Register(), pause);
            await link.DisposeAsync();
            link = null;
            isRejected = true;
        }

        if (link is null && !isRejected && host.Journal.Current.Registered)
            link = new HostLink(gateway, steps.Tokens, reports, wakeUp, options.Retries, clock, logger);
    }

    private async Task<PowerAction> TryAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        try
        {
            if (!heldBack.IsRepeated(step))
                Log.StepStarted(logger, step.GetType().Name);

            PowerAction power = await steps.ExecuteAsync(step, desired, cancellationToken);
            heldBack.Succeeded();
            failure = null;
            return power;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = StepFailures.Of(step, exception);
            RetryPolicy retries = step is AgentStep.Register ? options.Retries : options.Retries with { Cap = host.Config.Agent.Reconciliation };
            TimeSpan pause = heldBack.Failed(step, exception, retries);
            Log.StepFailed(logger, failure.Reason, failure.Message, pause.TotalSeconds);
            Log.StepFailedBecause(logger, exception);
            return PowerAction.None;
        }
        finally
        {
            // Even where registering failed, the next thing is to connect again: the server may know the host by now, and a registration
            // token that has expired must not keep out a host whose own key is good.
            if (step is AgentStep.Register)
                isRejected = false;
        }
    }

    private void Report(AgentStep step, HostDirective? desired)
    {
        // A report without facts would take them back for a moment at every start.
        if (step is AgentStep.PreparePlugin && failure is null)
            return;

        HostReport report = HostReports.Make(new ReportInput
        {
            AgentVersion = AgentVersion.Text,
            BootId = host.BootId,
            Journal = host.Journal.Current,
            Facts = host.Facts,
            Step = step,
            Desired = desired,
            Failure = failure,
            BootstrapOverdue = isOverdue ? options.BootstrapDeadline : null,
        });
        if (!report.Equals(reports.Current.Value))
            reports.Publish(report);
    }

    private void WatchBootstrap()
    {
        sentinel ??= new BootstrapSentinel(host.Root, wakeUp);
        deadline ??= clock.CreateTimer(_ => MissBootstrap(), null, options.BootstrapDeadline, Timeout.InfiniteTimeSpan);
    }

    private void MissBootstrap()
    {
        isOverdue = true;
        Log.BootstrapOverdue(logger, options.BootstrapDeadline.TotalMinutes, BootstrapSentinel.HostPath);
        wakeUp.Set();
    }

    // Only in the boot that installed: a unit that runs the command at every boot must not reboot for ever.
    private PowerAction AfterInstallation() => goal == AgentGoal.Install && host.Journal.Current.InstallBootId == host.BootId
        ? host.Config.Agent.PostInstall.Action
        : PowerAction.None;

    private async Task<PowerAction> FarewellAsync(PowerAction power, CancellationToken cancellationToken)
    {
        if (link is not null)
            await link.CloseAsync(options.FarewellPatience, cancellationToken);

        return power;
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Warning, "{Rejection} Unless a reset has begun, the host registers again under its name and key in {Seconds:F1} s.")]
        public static partial void Rejected(ILogger logger, string rejection, double seconds);

        [LoggerMessage(302, LogLevel.Information, "Next: {Step}")]
        public static partial void StepStarted(ILogger logger, string step);

        [LoggerMessage(303, LogLevel.Warning, "{Reason}: {Problem} Trying again in {Seconds:F1} s.")]
        public static partial void StepFailed(ILogger logger, string reason, string problem, double seconds);

        [LoggerMessage(304, LogLevel.Debug, "The step failed because of:")]
        public static partial void StepFailedBecause(ILogger logger, Exception exception);

        [LoggerMessage(305, LogLevel.Error, "Bootstrapping is not done after {Minutes:F0} min: {Sentinel} is not there. It is still waited for.")]
        public static partial void BootstrapOverdue(ILogger logger, double minutes, string sentinel);
    }
}
