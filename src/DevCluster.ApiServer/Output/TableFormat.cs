using System.Buffers;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>Tables, as kubectl prints them.</summary>
internal sealed class TableFormat(ResourceDefinition definition, IncludedObject included, TimeProvider clock) : ObjectFormat(definition)
{
    private const string ApiVersion = "meta.k8s.io/v1";

    // Once for all rows of a list or a watch.
    private readonly IReadOnlyList<PrinterColumn> _columns =
        definition.Columns.Any(column => column.Format == PrinterColumn.ObjectName.Format) ? definition.Columns : [PrinterColumn.ObjectName, .. definition.Columns];

    // Of all but the first event, which alone names the columns.
    private readonly object _encodingKey = (definition.EncodingKey, included);

    public override ReadOnlyMemory<byte> Encode(StoredObject item) => Encode(item, isFirst: true, clock.GetUtcNow());

    public override ReadOnlyMemory<byte> EncodeInitial(StoredObject item, bool isFirst) => Encode(item, isFirst, clock.GetUtcNow());

    /// <summary>Ages change with the second, so all who watch at that second share one encoding.</summary>
    public override ReadOnlyMemory<byte> EncodeEvent(StoredObject item, bool isFirst)
    {
        long second = clock.GetUtcNow().ToUnixTimeSeconds();
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(second);
        return isFirst ? Encode(item, isFirst, now) : item.Encoding(_encodingKey, second, stored => Encode(stored, isFirst: false, now));
    }

    public override void WriteList(IBufferWriter<byte> target, ListPage page)
    {
        DateTimeOffset now = clock.GetUtcNow();
        JsonText.Write(target, Table(ListMetadata(page), Columns(), page.Items.Select(item => Row(item, now))));
    }

    public override JsonObject Bookmark(string resourceVersion, bool endsInitialEvents)
    {
        var row = new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["object"] = new JsonObject { ["kind"] = Definition.Kind, ["apiVersion"] = Definition.ApiVersion, ["metadata"] = BookmarkMetadata(resourceVersion, endsInitialEvents) },
        };
        return Table(new JsonObject { ["resourceVersion"] = resourceVersion }, null, [row]);
    }

    private byte[] Encode(StoredObject item, bool isFirst, DateTimeOffset now)
    {
        var metadata = new JsonObject { ["resourceVersion"] = ResourceVersions.Format(item.ResourceVersion) };
        return JsonText.ToUtf8(Table(metadata, isFirst ? Columns() : null, [Row(item, now)]));
    }

    private static JsonObject Table(JsonObject metadata, JsonArray? columns, IEnumerable<JsonObject> rows) => new()
    {
        ["kind"] = "Table", ["apiVersion"] = ApiVersion, ["metadata"] = metadata, ["columnDefinitions"] = columns, ["rows"] = rows.ToJsonArray(),
    };

    private JsonArray Columns() => _columns.Select(column => (JsonNode)new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    }).ToJsonArray();

    private JsonObject Row(StoredObject item, DateTimeOffset now)
    {
        JsonObject served = Served(item);
        return new JsonObject
        {
            ["cells"] = _columns.Select(column => Cell(column, served, now)).ToJsonArray(),
            ["object"] = included switch
            {
                IncludedObject.Metadata => MetadataFormat.Partial(served),
                IncludedObject.Object => served,
                _ => null,
            },
        };
    }

    private static JsonNode? Cell(PrinterColumn column, JsonObject item, DateTimeOffset now)
    {
        if (column.Value is { } compute)
            return compute(item, now);
        JsonNode?[] found = [.. column.Path!.Select(item).Take(2)];
        JsonNode? value = found.Length == 0 ? null : found[0];
        return column.Type switch
        {
            "integer" => value.Number() is { } number ? JsonValue.Create((long)number) : null,
            "number" => value.IsNumber() ? value!.DeepClone() : null,
            "boolean" => value.Flag() is { } flag ? JsonValue.Create(flag) : null,
            "date" => value.Text() is { } time ? JsonValue.Create(HumanDuration.Since(time, now)) : null,
            _ => value is null ? null : JsonValue.Create(value.Text() ?? value.ToJsonString()),
        };
    }
}

/// <summary>What the rows of a table carry besides their cells.</summary>
internal enum IncludedObject
{
    /// <summary>Their metadata.</summary>
    Metadata,

    /// <summary>The whole objects.</summary>
    Object,

    /// <summary>Nothing.</summary>
    None,
}
