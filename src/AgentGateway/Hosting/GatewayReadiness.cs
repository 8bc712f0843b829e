using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>Whether the caches that every answer depends on are filled: before that, an absent host or Cluster means nothing.</summary>
internal sealed class GatewayReadiness(IInformers informers)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Completes when the caches are filled.</summary>
    public Task Synced { get; } = Task.WhenAll(
        informers.Get<ElementalRegistration>().Synced, informers.Get<ElementalHost>().Synced, informers.Get<Cluster>().Synced);

    /// <summary>Lets a call pass once the caches are filled.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: they are not yet.</exception>
    public void Require()
    {
        if (!Synced.IsCompletedSuccessfully)
            throw Refusal.Unavailable("this replica of the manager is starting: its caches are not filled yet", RetryAfter);
    }
}
