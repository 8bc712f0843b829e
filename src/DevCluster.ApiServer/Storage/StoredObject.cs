using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>
/// One version of one object: its JSON, serialized once, and the few members that selection and garbage collection look at.
/// Immutable, so readers share it; whoever wants to change it parses a tree of its own.
/// </summary>
internal sealed class StoredObject
{
    private ConcurrentDictionary<object, (long Moment, ReadOnlyMemory<byte> Bytes)>? _encodings;

    public StoredObject(ObjectKey key, JsonObject tree, long resourceVersion, IReadOnlyDictionary<string, string> fields)
    {
        Key = key;
        ResourceVersion = resourceVersion;
        Fields = fields;
        JsonObject metadata = tree.Object("metadata")!;
        Uid = metadata.Text("uid") ?? string.Empty;
        Labels = ReadLabels(metadata.Object("labels"));
        Finalizers = metadata.At("finalizers").Strings();
        Owners = [.. metadata.Array("ownerReferences").Objects().Select(owner =>
            new OwnerReference(owner.Text("uid") ?? string.Empty, owner.At("blockOwnerDeletion").IsTrue()))];
        IsTerminating = metadata.Text("deletionTimestamp") is not null;
        Json = JsonText.ToUtf8(tree);
    }

    public ObjectKey Key { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Values of the fields, other than name and namespace, that field selectors may name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    public IReadOnlyList<string> Finalizers { get; }

    public IReadOnlyList<OwnerReference> Owners { get; }

    public bool IsTerminating { get; }

    /// <summary>The object in its storage version; begins with kind and apiVersion.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>A tree of the caller's own.</summary>
    public JsonObject Parse() => JsonText.ParseObject(Json);

    /// <summary>The same object as of a later version: what an event about its end shows.</summary>
    public StoredObject At(long resourceVersion)
    {
        JsonObject tree = Parse();
        tree.Object("metadata")!["resourceVersion"] = ResourceVersions.Format(resourceVersion);
        return new StoredObject(Key, tree, resourceVersion, Fields);
    }

    /// <summary>Another form of this version, made at most a few times however many readers ask for it.</summary>
    public ReadOnlyMemory<byte> Encoding(object format, Func<StoredObject, ReadOnlyMemory<byte>> make) => Encoding(format, moment: 0, make);

    /// <summary>Another form of this version that differs from moment to moment: only the one of the latest is kept.</summary>
    public ReadOnlyMemory<byte> Encoding(object format, long moment, Func<StoredObject, ReadOnlyMemory<byte>> make)
    {
        ConcurrentDictionary<object, (long Moment, ReadOnlyMemory<byte> Bytes)> encodings = LazyInitializer.EnsureInitialized(
            ref _encodings, static () => new ConcurrentDictionary<object, (long Moment, ReadOnlyMemory<byte> Bytes)>(concurrencyLevel: 1, capacity: 1));
        if (encodings.TryGetValue(format, out (long Moment, ReadOnlyMemory<byte> Bytes) known) && known.Moment == moment)
            return known.Bytes;
        ReadOnlyMemory<byte> made = make(this);
        encodings[format] = (moment, made);
        return made;
    }

    private static IReadOnlyDictionary<string, string> ReadLabels(JsonObject? labels) => labels is null || labels.Count == 0
        ? FrozenDictionary<string, string>.Empty
        : labels.ToDictionary(label => label.Key, label => label.Value.Text() ?? string.Empty, StringComparer.Ordinal);
}
