namespace ElementalProvider.Api.Elemental;

/// <summary>The API group of the kinds of this provider.</summary>
public static class ElementalGroup
{
    /// <summary>API group.</summary>
    public const string Name = "infrastructure.cluster.x-k8s.io";

    /// <summary>The served and stored version.</summary>
    public const string Version = "v1beta1";

    /// <summary>Group and version as they stand in manifests.</summary>
    public const string ApiVersion = Name + "/" + Version;
}
