using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Engine;

/// <summary>Does one step after the other: holds back what failed, and cuts short what a reset makes pointless.</summary>
/// <param name="steps">Does the work.</param>
/// <param name="heldBack">What may not be done again yet.</param>
/// <param name="log">Told of what was done.</param>
/// <param name="wakeUp">Set when there may be a new directive.</param>
/// <param name="logger">Told of what begins and of what fails.</param>
internal sealed partial class StepRunner(AgentSteps steps, HeldBackStep heldBack, StepLog log, WakeUp wakeUp, ILogger logger)
{
    private long? waiting;

    /// <summary>Why the step that is to be done next failed the last time; null where it did not.</summary>
    public StepFailure? Failure { get; private set; }

    /// <summary>
    /// Says which step is next. The failure of another one counts no more, unless facts are only asked for on the way back to it. What others do
    /// on the host is a step as well, which has ended when it is not waited for any more.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="bootstrapFor">Trace context of the directive that the bootstrap data was for; null for none.</param>
    public void Choose(AgentStep step, string? bootstrapFor)
    {
        if (step is AgentStep.AwaitBootstrap or AgentStep.ConfirmBootstrap)
            waiting ??= log.Begin();
        else if (waiting is { } begun && !IsOnTheWay(step))
        {
            log.Note(new AgentStep.AwaitBootstrap(), step is AgentStep.TriggerReset ? HostSteps.CutShort : HostSteps.Done, begun, bootstrapFor ?? "");
            waiting = null;
        }

        if (step is not AgentStep.PreparePlugin && !heldBack.IsRepeated(step))
            Failure = null;
    }

    /// <summary>Does a step.</summary>
    /// <param name="step">What to do.</param>
    /// <param name="desired">What it is done for.</param>
    /// <param name="isResetDue">Whether the host must be wiped; asked again whenever there may be a new directive.</param>
    /// <param name="retries">Pauses after failures.</param>
    /// <param name="cancellationToken">Ends the step.</param>
    /// <returns>Whether it was done, as opposed to failed or cut short.</returns>
    public async Task<bool> TryAsync(
        AgentStep step, HostDirective? desired, Func<bool> isResetDue, RetryPolicy retries, CancellationToken cancellationToken)
    {
        long begun = log.Begin();
        string traceparent = desired?.Traceparent ?? "";
        try
        {
            if (!heldBack.IsRepeated(step))
                Log.Started(logger, step.GetType().Name);

            StepOutcome outcome = step.IsPartOfReset
                ? await steps.ExecuteAsync(step, desired, cancellationToken)
                : await ExecuteUnlessResetAsync(step, desired, isResetDue, cancellationToken);
            log.Note(step, ResultOf(outcome), begun, traceparent);
            if (outcome is StepOutcome.Refused refused)
                Log.Refused(logger, step.GetType().Name, refused.Message);

            if (step is not AgentStep.PreparePlugin || heldBack.IsRepeated(step))
            {
                heldBack.Succeeded();
                Failure = null;
            }

            return outcome is not StepOutcome.NotDone;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            log.Note(step, HostSteps.Failed, begun, traceparent);
            Failure = StepFailures.Of(step, isResetDue(), exception);
            TimeSpan pause = heldBack.Failed(step, exception, retries);
            Log.Failed(logger, Failure.Reason, Failure.Message, pause.TotalSeconds);
            Log.FailedBecause(logger, exception);
            return false;
        }
    }

    // The wait has ended for the report that says so, which is the one after its end is in the journal.
    private static bool IsOnTheWay(AgentStep step) => step is AgentStep.ExplainBootstrap or AgentStep.PreparePlugin or AgentStep.Register;

    private static string ResultOf(StepOutcome outcome) => outcome switch
    {
        StepOutcome.NotDone => HostSteps.CutShort,
        StepOutcome.Refused => HostSteps.Refused,
        _ => HostSteps.Done,
    };

    private async Task<StepOutcome> ExecuteUnlessResetAsync(
        AgentStep step, HostDirective? desired, Func<bool> isResetDue, CancellationToken cancellationToken)
    {
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = CutWhenAsync(isResetDue, cut, watching.Token);
        try
        {
            return await steps.ExecuteAsync(step, desired, cut.Token);
        }
        catch (Exception exception) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.CutShort(logger, step.GetType().Name, exception.Message);
            return new StepOutcome.NotDone();
        }
        finally
        {
            watching.CancelHere();
            await watch;
        }
    }

    // A signal that is taken here is not missed by the engine, which looks at everything again after each step.
    private async Task CutWhenAsync(Func<bool> isResetDue, CancellationTokenSource cut, CancellationToken cancellationToken)
    {
        try
        {
            while (!isResetDue())
                await wakeUp.WaitAsync(cancellationToken);

            cut.CancelHere();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(302, LogLevel.Information, "Next: {Step}")]
        public static partial void Started(ILogger logger, string step);

        [LoggerMessage(303, LogLevel.Warning, "{Reason}: {Problem} Trying again in {Seconds:F1} s.")]
        public static partial void Failed(ILogger logger, string reason, string problem, double seconds);

        [LoggerMessage(304, LogLevel.Debug, "The step failed because of:")]
        public static partial void FailedBecause(ILogger logger, Exception exception);

        [LoggerMessage(306, LogLevel.Error, "{Step} is not tried again by itself: {Problem}")]
        public static partial void Refused(ILogger logger, string step, string problem);

        [LoggerMessage(307, LogLevel.Warning, "{Step} is cut short: the host must be wiped. {Problem}")]
        public static partial void CutShort(ILogger logger, string step, string problem);
    }
}
