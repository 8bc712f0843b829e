using System.Text.Json.Serialization.Metadata;

namespace ElementalProvider.Api.Meta;

/// <summary>
/// A kind that knows its own place in the API and its own JSON shape, so that a client needs nothing but the type argument.
/// </summary>
/// <typeparam name="TSelf">The kind itself.</typeparam>
public interface IKubernetesObject<TSelf> : IKubernetesObject
    where TSelf : class, IKubernetesObject<TSelf>
{
    /// <summary>Where objects of this kind live in the API.</summary>
    static abstract ResourceType ResourceType { get; }

    /// <summary>Source-generated JSON metadata of one object.</summary>
    static abstract JsonTypeInfo<TSelf> JsonTypeInfo { get; }

    /// <summary>The same object with other metadata.</summary>
    /// <param name="metadata">The metadata to carry.</param>
    TSelf WithMetadata(ObjectMeta metadata);
}
