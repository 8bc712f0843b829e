namespace ElementalProvider.Kubernetes;

/// <summary>What the scale subresource says.</summary>
/// <param name="Replicas">Wanted number of replicas.</param>
/// <param name="CurrentReplicas">Observed number of replicas.</param>
/// <param name="ResourceVersion">Version of the object it was read from.</param>
public sealed record Scale(int Replicas, int CurrentReplicas, string? ResourceVersion);
