namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>What the rows of a table carry besides their cells.</summary>
internal enum IncludedObject
{
    /// <summary>Their metadata.</summary>
    Metadata,

    /// <summary>The whole objects.</summary>
    Object,

    /// <summary>Nothing.</summary>
    None,
}
