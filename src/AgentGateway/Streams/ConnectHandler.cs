using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>Holds the conversation with one host for as long as it is connected.</summary>
internal sealed class ConnectHandler(HostAuthenticator authenticator, HostStreams streams, GatewayMetrics metrics, HeapTrim trim)
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
        Task reader = ReadAsync(reports, stream, reading.Token);
        try
        {
            await foreach (HostDirective directive in stream.ReadDirectivesAsync(cancellationToken))
            {
                await sendAsync(directive, cancellationToken);
                metrics.DirectiveSent();
            }
        }
        finally
        {
            await reading.CancelAsync();
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            streams.Close(stream);
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<HostReport> reports, HostStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (HostReport report in reports.WithCancellation(cancellationToken))
            {
                metrics.ReportReceived();
                stream.Reports.Offer(report);
            }
        }
        finally
        {
            // The host has hung up, politely or not: there is nobody to send directives to.
            stream.End();
        }
    }
}
