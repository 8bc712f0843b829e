using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.Tests.ApiServer.FieldManagement;

/// <summary>A kind with every sort of field.</summary>
internal static class Sample
{
    public static readonly StructuralSchema Schema = new SchemaReader().Read(YamlText.Parse("""
        type: object
        properties:
          spec:
            type: object
            properties:
              color: {type: string}
              size: {type: integer}
              attrs: {type: object, additionalProperties: {type: string}}
              selector: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}
              steps: {type: array, items: {type: string}}
              tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
              ports:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name, protocol]
                items:
                  type: object
                  properties: {name: {type: string}, protocol: {type: string, default: TCP}, number: {type: integer}}
              blob: {type: object, x-kubernetes-preserve-unknown-fields: true}
          status: {type: object, properties: {ready: {type: boolean}}}
        """)!.AsObject());

    private static readonly ResourceDefinition Definition = new()
    {
        Group = "example.com", Version = "v1", Plural = "samples", Singular = "sample", Kind = "Sample", ListKind = "SampleList", IsCustom = true, HasStatus = true,
        Schema = Schema, MetadataSchema = BuiltInSchemas.Load().Metadata, Strategy = new PlainStrategy(), Storage = "samples.example.com",
    };

    public static FieldWrite By(string manager, string subresource = "") => new(Definition, subresource, manager, DateTimeOffset.UnixEpoch);

    public static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    public static FieldSet Fields(string fields) => FieldSetText.Read(Json(fields));

    public static string Text(FieldSet fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter writer = JsonText.Writer(buffer);
        FieldSetText.Write(writer, fields);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Text(JsonNode node) => node.ToJsonString(Relaxed);

    /// <summary>Who owns what, as a line for each manager in order.</summary>
    public static IEnumerable<string> Lines(ManagedFields owners) => owners.InOrder().Select(owner => $"{owner.Key.Manager} {Text(owner.Value.Fields)}");

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } = new(System.Text.Json.JsonSerializerDefaults.General) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
