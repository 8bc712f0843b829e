namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>What a request does to an object.</summary>
internal enum AdmissionOperation
{
    /// <summary>The object is new.</summary>
    Create,

    /// <summary>The object, or a part of it that has its own endpoint, changes.</summary>
    Update,

    /// <summary>The object is to go.</summary>
    Delete,
}
