namespace ElementalProvider.Api.Meta;

/// <summary>An object of the Kubernetes API: what every kind has, whatever it means.</summary>
public interface IKubernetesObject
{
    /// <summary>Group and version of the object, such as <c>v1</c> or <c>cluster.x-k8s.io/v1beta2</c>.</summary>
    string? ApiVersion { get; }

    /// <summary>The kind in CamelCase, such as <c>Secret</c>.</summary>
    string? Kind { get; }

    /// <summary>Standard metadata (metav1.ObjectMeta).</summary>
    ObjectMeta Metadata { get; }
}
