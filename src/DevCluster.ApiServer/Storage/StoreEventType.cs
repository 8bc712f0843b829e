namespace ElementalProvider.DevCluster.ApiServer.Storage;

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
