using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Gateway;

/// <summary>
/// The standing conversation with the gateway. It sends the newest report and keeps the newest directive, and comes back by itself whenever
/// it is cut. It ends for good when the server does not know the host, or not by this token.
/// </summary>
internal sealed partial class HostLink : IHostLink
{
    private readonly GatewayClient gateway;
    private readonly HostTokenSource tokens;
    private readonly Latest<HostReport> reports;
    private readonly StepLog log;
    private readonly WakeUp wakeUp;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly FullJitterBackoff backoff;
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationTokenSource aborting = new();
    private readonly Task running;
    private long delivered;
    private int tried;
    private string? refusal;
    private TimeSpan wish;

    public HostLink(
        GatewayClient gateway, HostTokenSource tokens, Latest<HostReport> reports, StepLog log, WakeUp wakeUp, RetryPolicy retries, TimeProvider clock, ILogger logger)
    {
        (this.gateway, this.tokens, this.reports, this.log, this.wakeUp) = (gateway, tokens, reports, log, wakeUp);
        (this.clock, this.logger) = (clock, logger);
        backoff = retries.Connecting();
        running = RunAsync(aborting.Token);
    }

    /// <summary>The newest directive; null before the first.</summary>
    public HostDirective? Desired { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Why the server does not take this host for one of its own; null while it does.</summary>
    public string? Rejection { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Fails where the conversation ended by a defect instead of by the network; nothing would bring it back.</summary>
    public void ThrowIfBroken()
    {
        if (running.IsFaulted)
            throw new InvalidOperationException("The conversation with the gateway ended unexpectedly.", running.Exception);
    }

    /// <summary>Lets the newest report get through, then ends the conversation properly; gives up after a while.</summary>
    public async Task CloseAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        closing.CancelHere();
        try
        {
            await running.WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.LastReportUndelivered(logger);
        }
    }

    public async ValueTask DisposeAsync()
    {
        aborting.CancelHere();
        await running;
        closing.Dispose();
        aborting.Dispose();
    }

    private bool IsDone => Rejection is not null || (closing.IsCancellationRequested && delivered >= reports.Current.Version);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!IsDone)
            {
                TimeSpan pause = await ConverseOnceAsync(cancellationToken);
                if (!IsDone)
                    await PauseAsync(pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Disconnected(logger);
        }
        finally
        {
            wakeUp.Set();
        }
    }

    private async Task<TimeSpan> ConverseOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConverseAsync(cancellationToken);
        }
        catch (RpcException exception)
        {
            // Asked here and nowhere before: the end may come while the stream is still being cleared away.
            cancellationToken.ThrowIfCancellationRequested();
            return TryElsewhere(exception);
        }
    }

    /// <summary>
    /// Every address is asked before a pause, and before the host is taken for one that nobody knows: it may have been moved to where another
    /// address leads.
    /// </summary>
    private TimeSpan TryElsewhere(RpcException exception)
    {
        string problem = GatewayFailures.Describe(exception);
        TimeSpan pause = GatewayFailures.PauseAfter(exception, backoff);
        wish = pause > wish ? pause : wish;
        if (exception.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated)
            refusal ??= problem;
        gateway.TurnToNext();
        if (++tried < gateway.Endpoints)
        {
            Log.TryingElsewhere(logger, problem);
            return TimeSpan.Zero;
        }

        pause = wish;
        string? rejection = refusal;
        BeginRound();
        if (rejection is not null)
        {
            Rejection = rejection;
            return TimeSpan.Zero;
        }

        Log.ConnectionLost(logger, problem, pause.TotalSeconds);
        return pause;
    }

    private void BeginRound() => (tried, refusal, wish) = (0, null, TimeSpan.Zero);

    /// <summary>One stream from its beginning to its end.</summary>
    /// <returns>The pause before the next one.</returns>
    private async Task<TimeSpan> ConverseAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using AsyncDuplexStreamingCall<HostReport, HostDirective> call = gateway.Connect(tokens, ended.Token);
        Task sending = SendAsync(call.RequestStream, ended.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(ended.Token))
            {
                HostDirective directive = call.ResponseStream.Current;
                backoff.Reset();
                BeginRound();
                Desired = directive;
                wakeUp.Set();
                if (directive.ReconnectAfter is { } after)
                    return GatewayFailures.Within(after) + backoff.Next();
            }

            return backoff.Next();
        }
        finally
        {
            ended.CancelHere();
            await sending;
        }
    }

    private async Task SendAsync(IClientStreamWriter<HostReport> stream, CancellationToken ended)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(ended, closing.Token);
        long sent = 0;
        try
        {
            while (await NextReportAsync(sent, waiting.Token) is { } next)
            {
                (HostReport report, long number) = log.AddTo(next.Report);
                await stream.WriteAsync(report, ended);
                log.Forget(number);
                delivered = sent = next.Version;
            }

            if (!ended.IsCancellationRequested)
                await stream.CompleteAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException or InvalidOperationException or IOException)
        {
            // The reading side meets the same end of the stream, and says why.
            Log.SendingEnded(logger, exception.Message);
        }
    }

    /// <summary>The next report to send; null when there is none and none is waited for any more.</summary>
    private async Task<(long Version, HostReport Report)?> NextReportAsync(long sent, CancellationToken waiting)
    {
        try
        {
            return await reports.WaitAsync(sent, waiting);
        }
        catch (OperationCanceledException)
        {
            return reports.Current is (var version, { } report) && version > sent ? (version, report) : null;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (closing.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, cancellationToken);
            return;
        }

        // Closing cuts a pause short once: there is a last report to deliver.
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            await Task.Delay(pause, clock, cut.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Warning, "Not connected: {Reason} Trying again in {Seconds:F1} s.")]
        public static partial void ConnectionLost(ILogger logger, string reason, double seconds);

        [LoggerMessage(105, LogLevel.Information, "Not connected: {Reason} Trying the next address of the registration.")]
        public static partial void TryingElsewhere(ILogger logger, string reason);

        [LoggerMessage(102, LogLevel.Warning, "The last report could not be delivered; the next start reports it again.")]
        public static partial void LastReportUndelivered(ILogger logger);

        [LoggerMessage(103, LogLevel.Debug, "Disconnected.")]
        public static partial void Disconnected(ILogger logger);

        [LoggerMessage(104, LogLevel.Debug, "Reports are no longer sent on this stream: {Reason}")]
        public static partial void SendingEnded(ILogger logger, string reason);
    }
}
