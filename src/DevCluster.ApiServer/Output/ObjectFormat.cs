using System.Buffers;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>A form in which objects of a resource are answered: whole, as metadata only, or as a table.</summary>
internal abstract class ObjectFormat(ResourceDefinition definition)
{
    protected ResourceDefinition Definition { get; } = definition;

    /// <summary>One object.</summary>
    public abstract ReadOnlyMemory<byte> Encode(StoredObject item);

    /// <summary>An object of a watch event; <paramref name="isFirst"/> where it is the first of its stream.</summary>
    public virtual ReadOnlyMemory<byte> EncodeEvent(StoredObject item, bool isFirst) => Encode(item);

    /// <summary>An object that a watch begins with. Unlike an event it is sent to one client, so that nothing is kept for others.</summary>
    public virtual ReadOnlyMemory<byte> EncodeInitial(StoredObject item, bool isFirst) => EncodeEvent(item, isFirst);

    /// <summary>A list.</summary>
    public abstract void WriteList(IBufferWriter<byte> target, ListPage page);

    /// <summary>The object of a bookmark event.</summary>
    public abstract JsonObject Bookmark(string resourceVersion, bool endsInitialEvents);

    protected static JsonObject BookmarkMetadata(string resourceVersion, bool endsInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = resourceVersion, ["creationTimestamp"] = null };
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        return metadata;
    }

    protected JsonObject ListMetadata(ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = ResourceVersions.Format(page.ResourceVersion) };
        if (page.Continue.Length > 0 || Definition.IsCustom)
            metadata["continue"] = page.Continue;
        if (page.Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        return metadata;
    }

    /// <summary>The object in the served version, as a tree of the caller's own.</summary>
    protected JsonObject Served(StoredObject item)
    {
        JsonObject tree = item.Parse();
        Definition.Converter.FromStorage(tree);
        return tree;
    }

    protected static void WriteHead(IBufferWriter<byte> target, string kind, string apiVersion, JsonObject metadata, string itemsName)
    {
        var head = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = metadata };
        byte[] json = JsonText.ToUtf8(head);
        target.Write(json.AsSpan(0, json.Length - 1));
        target.Write(System.Text.Encoding.UTF8.GetBytes($",\"{itemsName}\":["));
    }
}
