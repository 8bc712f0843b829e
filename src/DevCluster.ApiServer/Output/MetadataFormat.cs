using System.Buffers;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>PartialObjectMetadata: objects without what is special about their kind.</summary>
internal sealed class MetadataFormat(ResourceDefinition definition) : ObjectFormat(definition)
{
    public const string ApiVersion = "meta.k8s.io/v1";
    public const string Kind = "PartialObjectMetadata";
    private static readonly object EncodingKey = new();

    public override ReadOnlyMemory<byte> Encode(StoredObject item) => item.Encoding(EncodingKey, stored => JsonText.ToUtf8(Partial(stored.Parse())));

    public override void WriteList(IBufferWriter<byte> target, ListPage page)
    {
        if (page.Items.Count == 0)
        {
            var empty = new JsonObject { ["kind"] = $"{Kind}List", ["apiVersion"] = ApiVersion, ["metadata"] = ListMetadata(page), ["items"] = null };
            JsonText.Write(target, empty);
            return;
        }

        WriteHead(target, $"{Kind}List", ApiVersion, ListMetadata(page), "items");
        bool isFirst = true;
        foreach (StoredObject item in page.Items)
        {
            if (!isFirst)
                target.Write(","u8);
            isFirst = false;
            target.Write(Encode(item).Span);
        }

        target.Write("]}"u8);
    }

    public override JsonObject Bookmark(string resourceVersion, bool endsInitialEvents) => new()
    {
        ["kind"] = Kind, ["apiVersion"] = ApiVersion, ["metadata"] = BookmarkMetadata(resourceVersion, endsInitialEvents),
    };

    /// <summary>The metadata of an object as an object of its own.</summary>
    public static JsonObject Partial(JsonObject resource) => new()
    {
        ["kind"] = Kind, ["apiVersion"] = ApiVersion, ["metadata"] = resource["metadata"]?.DeepClone(),
    };
}
