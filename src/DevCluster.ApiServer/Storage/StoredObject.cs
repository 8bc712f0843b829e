using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>
/// One version of one object: its JSON, serialized once, and the few members that selection and garbage collection look at.
/// Immutable, so readers share it; whoever wants to change it parses a tree of its own.
/// </summary>
internal sealed class StoredObject
{
    private readonly StoredText _text;
    private ConcurrentDictionary<object, (long Moment, ReadOnlyMemory<byte> Bytes)>? _encodings;
    private ManagedFields? _managedFields;

    /// <summary>A version of an object.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="tree">The object.</param>
    /// <param name="resourceVersion">Its version; 0 before it has one.</param>
    /// <param name="fields">Values of its selectable fields.</param>
    /// <param name="owners">Who owns its fields, where the tree does not say so itself.</param>
    public StoredObject(StoreKey key, JsonObject tree, long resourceVersion, IReadOnlyDictionary<string, string> fields, ManagedFields? owners = null)
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
        _text = StoredText.Write(tree, resourceVersion, owners);
        _managedFields = owners;
    }

    private StoredObject(StoredObject other, long resourceVersion)
    {
        Key = other.Key;
        ResourceVersion = resourceVersion;
        Fields = other.Fields;
        Uid = other.Uid;
        Labels = other.Labels;
        Finalizers = other.Finalizers;
        Owners = other.Owners;
        IsTerminating = other.IsTerminating;
        _text = other._text.At(resourceVersion);
        _managedFields = other._managedFields;
    }

    public StoreKey Key { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Values of the fields, other than name and namespace, that field selectors may name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    public IReadOnlyList<string> Finalizers { get; }

    public IReadOnlyList<OwnerReference> Owners { get; }

    public bool IsTerminating { get; }

    /// <summary>The object in its storage version; begins with kind and apiVersion.</summary>
    public ReadOnlyMemory<byte> Json => _text.Json;

    /// <summary>Who owns which of its fields; decoded once, by the first who asks.</summary>
    public ManagedFields ManagedFields => _managedFields ??= ManagedFieldsText.Read(Parse().At("metadata", OwnershipTracker.Field)) ?? ManagedFields.None;

    /// <summary>A tree of the caller's own.</summary>
    public JsonObject Parse() => _text.Parse();

    /// <summary>A tree of the caller's own, without what <see cref="ManagedFields"/> says.</summary>
    public JsonObject ParseWithoutOwners() => _text.ParseWithoutOwners();

    /// <summary>The same object as of another version: what it is once it is stored, and what an event about its end shows.</summary>
    public StoredObject At(long resourceVersion) => new(this, resourceVersion);

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
