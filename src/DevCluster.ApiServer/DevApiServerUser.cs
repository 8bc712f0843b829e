namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>A user that a bearer token stands for.</summary>
/// <param name="Name">User name.</param>
/// <param name="Groups">Groups; system:authenticated is added by the server.</param>
public sealed record DevApiServerUser(string Name, IReadOnlyList<string> Groups);
