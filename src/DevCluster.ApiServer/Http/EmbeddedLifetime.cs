using Microsoft.Extensions.Hosting;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>The server lives in somebody else's process: the signals of the process are not its business.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
