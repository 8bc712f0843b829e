namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>The answer to an <see cref="AccessRequest"/>.</summary>
/// <param name="IsAllowed">Whether it may be done.</param>
/// <param name="Reason">Which binding allows it, or which bindings could not be evaluated; may be empty.</param>
internal readonly record struct AccessDecision(bool IsAllowed, string Reason);
