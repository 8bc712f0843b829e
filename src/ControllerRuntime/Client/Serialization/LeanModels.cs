using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>
/// Makes Kubernetes' own models cheap enough for caches of ten thousand objects: <c>managedFields</c>, a third of an object that no
/// controller reads, is dropped while decoding, and texts that every object has are held in memory once.
/// </summary>
internal static class LeanModels
{
    private static readonly PooledStringConverter Pooled = new();
    private static readonly PooledKeyMapConverter PooledKeys = new();
    private static readonly MicroTimeConverter MicroTime = new();

    public static void Apply(JsonTypeInfo type)
    {
        if (type.Type == typeof(V1ObjectMeta))
        {
            type.Properties.Remove(Property(type, "managedFields"));
            Use(PooledKeys, type, "labels", "annotations");
            Use(Pooled, type, "namespace");
        }
        else if (type.Type == typeof(V1OwnerReference) || type.Type == typeof(V1ObjectReference))
        {
            Use(Pooled, type, "apiVersion", "kind");
        }
        else if (type.Type == typeof(V1LeaseSpec))
        {
            Use(MicroTime, type, "acquireTime", "renewTime");
        }
        else if (type.Type == typeof(Corev1Event))
        {
            Use(MicroTime, type, "eventTime");
        }

        if (type.Type.GetCustomAttribute<KubernetesEntityAttribute>() is not null)
            NameKind(type, ResourceType.Of(type.Type));
    }

    /// <summary>Objects in a list of a built-in kind come without kind and version, and nobody should have to fill them in to send one.</summary>
    private static void NameKind(JsonTypeInfo type, ResourceType resource)
    {
        if (!typeof(IKubernetesObject).IsAssignableFrom(type.Type))
            return;

        // Not the keyword: the package's watch reads the envelope of an event as if it were the object, and must not fail over that.
        if (typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(type.Type))
            Property(type, "metadata").IsRequired = true;
        Use(Pooled, type, "apiVersion", "kind");
        Property(type, "apiVersion").Get = item => ((IKubernetesObject)item).ApiVersion ?? resource.ApiVersion;
        Property(type, "kind").Get = item => ((IKubernetesObject)item).Kind ?? resource.Kind;
        type.OnDeserialized = item =>
        {
            IKubernetesObject read = (IKubernetesObject)item;
            read.ApiVersion ??= resource.ApiVersion;
            read.Kind ??= resource.Kind;
        };
    }

    private static void Use(JsonConverter converter, JsonTypeInfo type, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            Property(type, name).CustomConverter = converter;
    }

    private static JsonPropertyInfo Property(JsonTypeInfo type, string name) => type.Properties.First(property => property.Name == name);
}
