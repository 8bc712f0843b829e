using System.Diagnostics.CodeAnalysis;
using System.Diagnostics;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.Elemental;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>Holds the conversation with one host for as long as it is connected.</summary>
internal sealed partial class ConnectHandler(
    HostAuthenticator authenticator,
    HostStreams streams,
    GatewayMetrics metrics,
    HeapTrim trim,
    TimeProvider clock,
    ILogger<ConnectHandler> logger,
    Clones? clones = null)
{
    /// <summary>Sends directives and takes reports until one side ends the stream.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="reports">What the host says.</param>
    /// <param name="sendAsync">Tells the host something.</param>
    /// <param name="cancellationToken">Cancelled when the host goes away.</param>
    public async Task RunAsync(
        CallMetadata call,
        IAsyncEnumerable<HostReport> reports,
        Func<HostDirective, CancellationToken, Task> sendAsync,
        CancellationToken cancellationToken)
    {
        ElementalHost host = await authenticator.AuthenticateAsync(call, cancellationToken);
        HostStream stream = await streams.OpenAsync(host, cancellationToken);
        trim.StreamOpened();
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reader = ReadAsync(reports, stream, call.Peer, reading.Token);
        try
        {
            await foreach (HostDirective directive in stream.ReadDirectivesAsync(cancellationToken))
            {
                using Activity? trace = HostTraces.BeginDirective(stream.Key, directive);
                await sendAsync(Carrying(directive, trace), cancellationToken);
                metrics.DirectiveSent();
            }
        }
        finally
        {
            CancelHere(reading);
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            streams.Close(stream);
        }
    }

    // All that is called back ends a read; another thread for that would only be one more order of things.
    [SuppressMessage("Usage", "MA0042", Justification = "See above.")]
    private static void CancelHere(CancellationTokenSource source) => source.Cancel();

    private async Task ReadAsync(IAsyncEnumerable<HostReport> reports, HostStream stream, string peer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (HostReport report in reports.WithCancellation(cancellationToken))
            {
                // Nothing is read meanwhile: what a host says too often waits with the host.
                if (stream.Pace.Reserve() is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait, clock, cancellationToken);
                metrics.ReportReceived();
                clones?.Hear(stream.Key, report, peer);
                stream.Reports.Offer(report, Record(stream, report));
            }
        }
        catch (RefusedException refused)
        {
            // The host says so too; but who looks for what is wrong with it often begins here.
            Log.ReportRefused(logger, stream.Key.Namespace, stream.Key.Name, peer, refused.Refusal.Sentence);
            stream.End(refused.Refusal with { Sentence = $"a report of the ElementalHost {stream.Key} is not taken: {refused.Refusal.Sentence}" });
        }
        finally
        {
            // The host has hung up, politely or not: there is nobody to send directives to.
            stream.End();
        }
    }

    /// <summary>Records what the agent did.</summary>
    /// <returns>Where the last step stands in its trace.</returns>
    private ActivityContext Record(HostStream stream, HostReport report)
    {
        ActivityContext last = default;
        foreach (HostStep step in HostStep.Of(report, stream.Traceparent, clock.GetUtcNow()))
        {
            metrics.StepEnded(step.Operation, step.Step, step.Result, step.Took);
            last = HostTraces.Record(stream.Key, step);
        }

        return last;
    }

    // The stream keeps what it sent, to tell what has changed since.
    private static HostDirective Carrying(HostDirective directive, Activity? trace) =>
        trace?.Id is { } id ? directive with { Traceparent = id } : directive;

    private static partial class Log
    {
        [LoggerMessage(3401, LogLevel.Warning, "A report of the host {namespace}/{name} from {peer} is not taken: {reason}")]
        public static partial void ReportRefused(ILogger logger, string @namespace, string name, string peer, string reason);
    }
}
