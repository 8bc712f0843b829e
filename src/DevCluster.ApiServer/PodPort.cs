namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>A port of a pod, as clients ask for it to be forwarded.</summary>
/// <param name="Namespace">Namespace of the pod.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Port">The port.</param>
public sealed record PodPort(string Namespace, string Pod, int Port);
