namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>What happens to unknown and repeated fields of a body.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped with a warning.</summary>
    Warn,

    /// <summary>They are dropped.</summary>
    Ignore,

    /// <summary>They are an error.</summary>
    Strict,
}
