namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>Marks a request whose watch is to say nothing after its first answer.</summary>
internal sealed class StaleWatch
{
    /// <summary>Waits until the watch ends.</summary>
    public static Task NeverAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
