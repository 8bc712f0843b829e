namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>What a host's bootstrap data does outside the host: make it a node.</summary>
internal interface IMachineRoom
{
    /// <summary>The host has run its bootstrap data; the node appears before this returns.</summary>
    /// <param name="hostName">Name of host and node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task JoinAsync(string hostName, CancellationToken cancellationToken);
}
