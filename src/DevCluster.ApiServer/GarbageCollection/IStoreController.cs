using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>A controller inside the server. Called for one event after the other, never at the same time.</summary>
internal interface IStoreController
{
    /// <summary>Forgets all it knows; every object follows as added.</summary>
    void Reset();

    /// <summary>Takes note of an event, before anything is done about it.</summary>
    void Observe(StoreEvent storeEvent);

    /// <summary>Does what the event asks for, looking at the present state.</summary>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken);
}
