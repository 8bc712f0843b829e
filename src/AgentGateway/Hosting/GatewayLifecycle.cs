using ElementalProvider.AgentGateway.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>
/// Follows the host's start and stop. Made at the start, so that the gateway subscribes before the informers run; on shutdown it sends the
/// agents elsewhere before the server stops listening, and waits for the last reports to be written.
/// </summary>
internal sealed partial class GatewayLifecycle(HostStreams streams, TimeProvider clock, ILogger<GatewayLifecycle> logger) : IHostedLifecycleService
{
    /// <summary>How long hosts may take to hang up on shutdown.</summary>
    public static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Draining(logger, streams.Count);
        try
        {
            // The server closes its connections right after this.
            await streams.DrainAsync().WaitAsync(FarewellTimeout, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            Log.NotDrained(logger, streams.Count);
            streams.EndAll();
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await streams.FlushedAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is lost: the hosts report everything again where they connect next.
            Log.NotFlushed(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Information, "Sending {count} connected hosts elsewhere")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(3203, LogLevel.Warning, "{count} hosts did not hang up when this manager stopped; they connect again by themselves")]
        public static partial void NotDrained(ILogger logger, int count);

        [LoggerMessage(3202, LogLevel.Warning, "The last reports of some hosts could not be written in the time for shutdown")]
        public static partial void NotFlushed(ILogger logger);
    }
}
