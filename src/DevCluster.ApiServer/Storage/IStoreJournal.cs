namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>Keeps commits beyond the life of the process.</summary>
internal interface IStoreJournal
{
    /// <summary>Writes a commit; when this returns, the end of the process cannot lose it. Called in order, under the store's lock.</summary>
    /// <param name="storeEvent">The commit, which nobody has seen yet.</param>
    /// <exception cref="IOException">It cannot be kept: the commit does not happen.</exception>
    void Append(StoreEvent storeEvent);

    /// <summary>Completes when a version, and all before it, outlives a power cut too: before that nobody outside may hear of it.</summary>
    /// <exception cref="IOException">It could not be brought to the disk.</exception>
    ValueTask WhenKeptAsync(long version);
}
