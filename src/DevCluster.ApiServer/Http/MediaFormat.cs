namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>How answers are written.</summary>
internal enum MediaFormat
{
    /// <summary>Compact JSON.</summary>
    Json,

    /// <summary>Indented JSON.</summary>
    PrettyJson,

    /// <summary>YAML.</summary>
    Yaml,
}
