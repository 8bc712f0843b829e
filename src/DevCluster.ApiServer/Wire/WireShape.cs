namespace ElementalProvider.DevCluster.ApiServer.Wire;

/// <summary>How values of a field repeat.</summary>
internal enum WireShape
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map from strings.</summary>
    Map,
}
