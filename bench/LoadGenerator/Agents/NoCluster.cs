namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>For fleets that are never claimed: there is no cluster to join.</summary>
internal sealed class NoCluster : IMachineRoom
{
    public Task JoinAsync(string hostName, CancellationToken cancellationToken) => Task.CompletedTask;
}
