using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.ControllerRuntime.Client.Serialization;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>What a client knows of a kind from its type alone: where it lives in the API, and its JSON shape.</summary>
/// <typeparam name="T">The kind.</typeparam>
public static class KindOf<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Where objects of the kind live.</summary>
    public static ResourceType Type { get; } = ResourceType.Of(typeof(T));

    /// <summary>The JSON shape of one object.</summary>
    public static JsonTypeInfo<T> Json { get; } = KindJson.Of<T>();
}

/// <summary>Where objects of one kind live in the Kubernetes API.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1beta1</c>.</param>
/// <param name="Kind">Kind in CamelCase.</param>
/// <param name="Plural">Lower-case plural as it stands in URLs.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    /// <summary>KubernetesEntityAttribute does not tell the scope. A cluster-scoped kind that is missing here asks for its namespace.</summary>
    private static readonly HashSet<string> ClusterScoped =
        ["namespaces", "nodes", "customresourcedefinitions", "validatingwebhookconfigurations", "mutatingwebhookconfigurations", "clusterroles", "clusterrolebindings", "certificatesigningrequests",
         "tokenreviews", "subjectaccessreviews"];

    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>plural.group</c>, the name that errors, RBAC and <c>kubectl</c> use.</summary>
    public string GroupResource { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Where a kind lives, as its attribute says.</summary>
    /// <param name="kind">A type with <see cref="KubernetesEntityAttribute"/>.</param>
    public static ResourceType Of(Type kind)
    {
        KubernetesEntityAttribute entity = kind.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new NotSupportedException($"{kind} has no KubernetesEntityAttribute, so nobody knows where in the API it lives.");
        // The package knows none of kinds that are only ever created.
        string plural = string.IsNullOrEmpty(entity.PluralName) ? entity.Kind.ToLowerInvariant() + "s" : entity.PluralName;
        return new ResourceType(entity.Group ?? "", entity.ApiVersion, entity.Kind, plural, !ClusterScoped.Contains(plural));
    }
}
