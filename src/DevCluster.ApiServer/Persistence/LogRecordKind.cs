namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>What an entry says. The numbers are on disk.</summary>
internal enum LogRecordKind : byte
{
    /// <summary>An object was created or changed.</summary>
    Put = 1,

    /// <summary>An object was removed.</summary>
    Remove = 2,

    /// <summary>Nothing is missing before this: the last entry of a snapshot.</summary>
    End = 3,
}
