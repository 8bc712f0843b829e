namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>One commit.</summary>
/// <param name="Type">What it did.</param>
/// <param name="Object">The new version; of a deletion, the last one with the version of the deletion.</param>
/// <param name="Previous">The version before, if there was one.</param>
internal sealed record StoreEvent(StoreEventType Type, StoredObject Object, StoredObject? Previous)
{
    private StoredObject? _departed;

    public long ResourceVersion => Object.ResourceVersion;

    /// <summary>The version before, as of this event: what a watcher sees whose selector the object has just left.</summary>
    public StoredObject Departed => _departed ??= (Previous ?? Object).At(ResourceVersion);
}

/// <summary>What a commit did to an object.</summary>
internal enum StoreEventType
{
    /// <summary>The object is new.</summary>
    Added,

    /// <summary>The object has another content.</summary>
    Modified,

    /// <summary>The object is gone.</summary>
    Deleted,
}
