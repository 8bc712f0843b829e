using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental.Lifecycle;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Engine;

/// <summary>
/// The level-triggered loop: observe, decide, report, do one step, again. It sleeps until something changes: a directive, the sentinel, the
/// end of a pause.
/// </summary>
internal sealed partial class AgentEngine : IAsyncDisposable
{
    // Timers bear no more; whoever sets such a deadline is told when the host does anything else.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    // Timers may fire a little before the clock says so.
    private static readonly TimeSpan AfterDeadline = TimeSpan.FromSeconds(1);

    private readonly IAgentHost host;
    private readonly IGateway gateway;
    private readonly AgentGoal goal;
    private readonly AgentEngineOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly AgentSteps steps;
    private readonly Latest<HostReport> reports = new();
    private readonly WakeUp wakeUp = new();
    private readonly HeldBackStep heldBack;
    private readonly FullJitterBackoff comingBack;
    private readonly StepRunner runner;
    private readonly StepLog log;
    private IHostLink? link;
    private readonly StepProgress progress;
    private IDisposable? sentinel;
    private ITimer? bootstrapDeadline;
    private ITimer? operationDeadline;
    private DateTimeOffset? operationDeadlineAt;
    private AgentStep current = new AgentStep.Wait();
    private HostDirective? learnt;
    private bool isOverdue;
    private bool isRejected;
    private bool isResetPaced;

    public AgentEngine(IAgentHost host, IGateway gateway, AgentGoal goal, AgentEngineOptions options, TimeProvider clock, ILogger logger)
    {
        (this.host, this.gateway, this.goal, this.options, this.clock, this.logger) = (host, gateway, goal, options, clock, logger);
        steps = new AgentSteps(host, gateway, options.BootstrapDeadline, clock);
        heldBack = new HeldBackStep(clock, wakeUp);
        log = new StepLog(clock);
        runner = new StepRunner(steps, heldBack, log, wakeUp, logger);
        comingBack = options.Retries.Connecting();
        progress = new StepProgress(() => Report(current, link?.Desired));
    }

    /// <summary>Runs until the goal is reached or the host's power is to change.</summary>
    /// <returns>What is to happen to the host's power; the last report is delivered by then, or given up.</returns>
    public async Task<EngineEnd> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await NoticeRejectionAsync();
            HostDirective? desired = link?.Desired;
            AgentState state = Observe();
            AgentStep step = AgentDecisions.Next(state, desired);
            if (step is AgentStep.Refuse refuse)
                return new EngineEnd(PowerAction.None, refuse.Why);

            await LearnAsync(step, desired, cancellationToken);
            await ConverseAsync(step, cancellationToken);
            Pace(step);
            runner.Choose(step, host.Journal.BootstrapTraceparent);
            if (step is AgentStep.AwaitBootstrap)
                WatchBootstrap();
            else if (host.Journal.Bootstrap == BootstrapStage.Succeeded)
                StopWatchingBootstrap();

            WatchDeadline(OperationDecisions.Deadline(state, desired));
            current = step;
            progress.Begin();
            Report(step, desired);
            if (step is AgentStep.Finished)
                return await FarewellAsync(AfterCommand(), cancellationToken);

            if (step is AgentStep.Wait or AgentStep.AwaitBootstrap || heldBack.IsHeldBack(step))
            {
                await wakeUp.WaitAsync(cancellationToken);
                continue;
            }

            if (await TryAsync(step, desired, cancellationToken) && step is (AgentStep.Reboot or AgentStep.TriggerReset))
            {
                // Once more, with the step that was just taken: there is no next report in this boot.
                if (reports.Current.Value is { } last)
                    reports.Publish(last);
                return await FarewellAsync(PowerAction.Reboot, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        heldBack.Dispose();
        sentinel?.Dispose();
        if (bootstrapDeadline is not null)
            await bootstrapDeadline.DisposeAsync();

        if (operationDeadline is not null)
            await operationDeadline.DisposeAsync();

        if (link is not null)
            await link.DisposeAsync();
    }

    /// <summary>Keeps what the server says for the time when it says nothing any more: where it is found, and what the host serves.</summary>
    private async Task LearnAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        if (desired is null || ReferenceEquals(desired, learnt) && step is not AgentStep.Bootstrap)
            return;

        learnt = desired;
        await host.NoteAsync(journal => JournalTransitions.Serving(desired.Serves, step, journal, host.BootId), cancellationToken);
        try
        {
            if (desired.Registration is { } access)
                await host.AdoptAsync(access, cancellationToken);
        }
        catch (Exception exception) when (exception is ConfigException or IOException or UnauthorizedAccessException)
        {
            Log.NotLearnt(logger, StepFailures.Describe(exception));
        }
    }

    private AgentState Observe() => new()
    {
        Goal = goal,
        Journal = host.Journal,
        Facts = host.Facts,
        BootId = host.BootId,
        Now = clock.GetUtcNow(),
        HasIdentity = host.Identity is not null,
        IsRejected = isRejected,
        PluginReady = host.IsPluginReady,
        SentinelPresent = host.HasSentinel,
        HasBootstrapFailed = host.Journal.Bootstrap == BootstrapStage.Applied && host.HasBootstrapFailed,
        IsBootstrapOverdue = isOverdue,
    };

    /// <summary>Notices when the server has forgotten the host, or does not take it for itself any more.</summary>
    private async Task NoticeRejectionAsync()
    {
        link?.ThrowIfBroken();
        if (link is not { Rejection: { } rejection })
            return;

        if (goal == AgentGoal.Reset || AgentDecisions.IsResetDue(host.Journal, link.Desired))
            Log.RejectedInReset(logger, rejection);
        else
            HoldRegistrationBack(rejection);

        await link.DisposeAsync();
        link = null;
        isRejected = true;
    }

    private void HoldRegistrationBack(string rejection)
    {
        // A server that takes the host but then does not know it must not be asked in circles.
        if (link is { Desired: not null })
            comingBack.Reset();

        TimeSpan pause = comingBack.Next();
        Log.Rejected(logger, rejection, pause.TotalSeconds);
        heldBack.Hold(new AgentStep.Register(), pause);
    }

    /// <summary>Keeps a conversation with the server while the host can prove who it is; its key is about to go when it forgets itself.</summary>
    private async Task ConverseAsync(AgentStep step, CancellationToken cancellationToken)
    {
        if (step is AgentStep.Forget && link is not null)
        {
            await link.CloseAsync(options.FarewellPatience, cancellationToken);
            await link.DisposeAsync();
            link = null;
        }

        bool isKnown = goal == AgentGoal.Reset ? host.Identity is not null : host.Journal.Registered;
        if (link is null && !isRejected && isKnown && step is not AgentStep.Forget)
            link = gateway.Open(steps.Tokens, reports, log, wakeUp, options.Retries, logger);
    }

    private void Pace(AgentStep step)
    {
        if (isResetPaced || step is not AgentStep.TriggerReset)
            return;

        isResetPaced = true;
        ResetEntry? known = host.Journal.Reset;
        if (ResetPacing.PauseBefore(known, host.BootId, options.ResetPauses) is var pause && pause > TimeSpan.Zero)
        {
            Log.NotInRecovery(logger, pause.TotalSeconds, known!.Attempts + 1);
            heldBack.Hold(step, pause);
        }
    }

    private async Task<bool> TryAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        try
        {
            if (host.IsPluginReady)
                host.Plugin.Progress = progress;

            RetryPolicy retries = step is AgentStep.Register || goal == AgentGoal.Reset
                ? options.Retries
                : options.Retries with { Cap = host.Config.Agent.Reconciliation };
            return await runner.TryAsync(step, desired, IsResetDue, retries, cancellationToken);
        }
        finally
        {
            // Even where registering failed, the next thing is to connect again: the server may know the host by now, and a registration
            // token that has expired must not keep out a host whose own key is good.
            if (step is AgentStep.Register || goal == AgentGoal.Reset)
                isRejected = false;
        }
    }

    private bool IsResetDue() => goal == AgentGoal.Reset || AgentDecisions.IsResetDue(host.Journal, link?.Desired);

    private void Report(AgentStep step, HostDirective? desired)
    {
        // A report without facts would take them back for a moment at every start.
        if (step is AgentStep.PreparePlugin && !heldBack.IsRepeated(step))
            return;

        HostReport report = HostReports.Make(new ReportInput
        {
            AgentVersion = AgentVersion.Text,
            HostName = host.Identity?.Name ?? "",
            MachineId = host.MachineId,
            BootId = host.BootId,
            Journal = host.Journal,
            Facts = host.Facts,
            Step = step,
            IsWiping = goal == AgentGoal.Reset,
            Desired = desired,
            Failure = runner.Failure,
            Progress = progress.Percent,
        });
        // Once the evidence is shown there is no host to report of: what was done so far is told before that.
        if (report.Equals(reports.Current.Value) && step is not AgentStep.ShowEvidence)
            return;

        if (HostLifecycle.Between(reports.Current.Value?.Phase, report.Phase) is { } transition)
            Log.Moved(logger, report.Phase, transition.Event);
        reports.Publish(report);
    }

    private void WatchBootstrap()
    {
        sentinel ??= host.WatchBootstrap(wakeUp);
        bootstrapDeadline ??= clock.CreateTimer(_ => MissBootstrap(), null, options.BootstrapDeadline, Timeout.InfiniteTimeSpan);
    }

    private void StopWatchingBootstrap()
    {
        sentinel?.Dispose();
        bootstrapDeadline?.Dispose();
        (sentinel, bootstrapDeadline) = (null, null);
    }

    // An operation that may not be begun yet says by itself that it is too late.
    private void WatchDeadline(DateTimeOffset? deadline)
    {
        if (deadline == operationDeadlineAt)
            return;

        operationDeadlineAt = deadline;
        operationDeadline?.Dispose();
        operationDeadline = deadline - clock.GetUtcNow() is { } left && left > TimeSpan.Zero && left < LongestTimer
            ? clock.CreateTimer(_ => wakeUp.Set(), null, left + AfterDeadline, Timeout.InfiniteTimeSpan)
            : null;
    }

    private void MissBootstrap()
    {
        if (host.HasSentinel)
            return;

        isOverdue = true;
        Log.BootstrapOverdue(logger, options.BootstrapDeadline.TotalMinutes, BootstrapSentinel.HostPath);
        wakeUp.Set();
    }

    private PowerAction AfterCommand() => goal switch
    {
        AgentGoal.Reset => host.Config.Agent.PostReset,
        // Only in the boot that installed: a unit that runs the command at every boot must not reboot for ever.
        AgentGoal.Install when host.Journal.InstallBootId == host.BootId => host.Config.Agent.PostInstall,
        _ => PowerAction.None,
    };

    private async Task<EngineEnd> FarewellAsync(PowerAction power, CancellationToken cancellationToken)
    {
        if (link is not null)
            await link.CloseAsync(options.FarewellPatience, cancellationToken);

        return new EngineEnd(power);
    }
}
