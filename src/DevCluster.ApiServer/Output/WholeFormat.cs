using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>Objects as they are. Of the stored version nothing is encoded again.</summary>
internal sealed class WholeFormat(ResourceDefinition definition) : ObjectFormat(definition)
{
    private readonly int _typeLength = Encoding.UTF8.GetByteCount($"{{\"kind\":\"{definition.Kind}\",\"apiVersion\":\"{definition.ApiVersion}\",");

    public override ReadOnlyMemory<byte> Encode(StoredObject item) => Definition.Converter.IsIdentity
        ? item.Json
        : item.Encoding(Definition.EncodingKey, stored => JsonText.ToUtf8(Reordered(Served(stored))));

    public override void WriteList(IBufferWriter<byte> target, ListPage page)
    {
        WriteHead(target, Definition.ListKind, Definition.ApiVersion, ListMetadata(page), "items");
        bool isFirst = true;
        foreach (StoredObject item in page.Items)
        {
            if (!isFirst)
                target.Write(","u8);
            isFirst = false;
            WriteItem(target, Encode(item).Span);
        }

        target.Write("]}"u8);
    }

    public override JsonObject Bookmark(string resourceVersion, bool endsInitialEvents) => new()
    {
        ["kind"] = Definition.Kind, ["apiVersion"] = Definition.ApiVersion, ["metadata"] = BookmarkMetadata(resourceVersion, endsInitialEvents),
    };

    /// <summary>Items of built-in lists do not say their kind again.</summary>
    private void WriteItem(IBufferWriter<byte> target, ReadOnlySpan<byte> json)
    {
        if (!Definition.IsCustom)
        {
            target.Write("{"u8);
            json = json[_typeLength..];
        }

        target.Write(json);
    }

    private JsonObject Reordered(JsonObject served)
    {
        served.Remove("kind");
        served.Remove("apiVersion");
        served.Insert(0, "kind", JsonValue.Create(Definition.Kind));
        served.Insert(1, "apiVersion", JsonValue.Create(Definition.ApiVersion));
        return served;
    }
}
