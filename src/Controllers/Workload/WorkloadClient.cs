using ElementalProvider.Kubernetes;

namespace ElementalProvider.Controllers.Workload;

/// <summary>A client of one workload cluster and the Secret version it was made from.</summary>
internal sealed class WorkloadClient(IKubernetesClient client, string? secretVersion, DateTimeOffset trustedUntil)
{
    private long _trustedUntil = trustedUntil.UtcTicks;

    public IKubernetesClient Client { get; } = client;

    public string? SecretVersion { get; } = secretVersion;

    public bool IsTrusted(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _trustedUntil);

    public void TrustUntil(DateTimeOffset time) => Volatile.Write(ref _trustedUntil, time.UtcTicks);

    /// <summary>Closes the connections; a request that another worker has under way fails and is made again with the new client.</summary>
    public void Retire() => Client.Dispose();
}
