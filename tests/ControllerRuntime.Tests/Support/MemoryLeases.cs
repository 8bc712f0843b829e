namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>One lease.</summary>
internal sealed class MemoryLeases : LeaseServer
{
    private V1Lease? _lease;

    public V1Lease Current => _lease ?? throw new InvalidOperationException("There is no lease.");

    /// <summary>Takes the lease without asking, as a broken candidate would.</summary>
    public void Take(V1LeaseSpec spec)
    {
        lock (Gate)
            Store(new V1Lease { Metadata = new V1ObjectMeta { NamespaceProperty = "system", Name = "lock" }, Spec = spec });
    }

    public override Task<V1Lease?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _lease, cancellationToken);

    protected override V1Lease? Known(string name) => _lease;

    protected override void Keep(V1Lease lease) => _lease = lease;
}
