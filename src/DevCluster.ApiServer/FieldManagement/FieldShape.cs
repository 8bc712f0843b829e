namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>How a value is owned.</summary>
internal enum FieldShape
{
    /// <summary>As a whole: scalars, atomic lists and atomic objects.</summary>
    Leaf,

    /// <summary>Member by member.</summary>
    Members,

    /// <summary>Item by item: lists that are sets or maps.</summary>
    Items,
}
