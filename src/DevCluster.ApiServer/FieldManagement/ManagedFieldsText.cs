using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>metadata.managedFields.</summary>
internal static class ManagedFieldsText
{
    private const string FieldsType = "FieldsV1";
    private const string Apply = "Apply";
    private const string Update = "Update";

    /// <summary>Whether a client asks to forget all owners: an empty list, or a list of one empty entry.</summary>
    public static bool IsReset(JsonNode? managedFields) => managedFields is JsonArray { Count: 0 } or JsonArray { Count: 1 } && managedFields.AsArray().All(entry => entry is JsonObject { Count: 0 });

    /// <returns>Null where an entry cannot be understood.</returns>
    public static ManagedFields? Read(JsonNode? managedFields)
    {
        if (managedFields is not JsonArray { Count: > 0 } entries)
            return ManagedFields.None;
        ManagedFields managed = ManagedFields.None;
        foreach (JsonNode? node in entries)
        {
            if (node is not JsonObject entry || entry.Text("operation") is not (Apply or Update) || entry.Text("fieldsType") != FieldsType)
                return null;
            string apiVersion = entry.Text("apiVersion") ?? string.Empty, manager = entry.Text("manager") ?? string.Empty, subresource = entry.Text("subresource") ?? string.Empty;
            FieldManagerId id = entry.Text("operation") == Apply ? FieldManagerId.Applier(manager, subresource) : FieldManagerId.Updater(manager, apiVersion, subresource);
            try
            {
                managed = managed.With(id, new OwnedFields(FieldSetText.Read(entry.Object("fieldsV1") ?? []), apiVersion, entry.Text("time")));
            }
            catch (FormatException)
            {
                return null;
            }
        }

        return managed;
    }

    /// <returns>Null where nobody owns anything.</returns>
    public static JsonArray? Write(ManagedFields managed)
    {
        if (managed.IsEmpty)
            return null;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using Utf8JsonWriter writer = JsonText.Writer(buffer);
        WriteEntries(writer, managed);
        writer.Flush();
        return JsonText.Parse(buffer.WrittenSpan)!.AsArray();
    }

    /// <summary>Writes the owners as a member; nothing where nobody owns anything.</summary>
    public static void WriteMember(Utf8JsonWriter writer, string name, ManagedFields managed)
    {
        if (managed.IsEmpty)
            return;
        writer.WritePropertyName(name);
        WriteEntries(writer, managed);
    }

    private static void WriteEntries(Utf8JsonWriter writer, ManagedFields managed)
    {
        writer.WriteStartArray();
        foreach ((FieldManagerId id, OwnedFields owned) in managed.InOrder())
        {
            writer.WriteStartObject();
            writer.WriteString("manager", id.Manager);
            writer.WriteString("operation", id.Applies ? Apply : Update);
            writer.WriteString("apiVersion", owned.ApiVersion);
            if (owned.Time is not null)
                writer.WriteString("time", owned.Time);
            writer.WriteString("fieldsType", FieldsType);
            writer.WritePropertyName("fieldsV1");
            FieldSetText.Write(writer, owned.Fields);
            if (id.Subresource.Length > 0)
                writer.WriteString("subresource", id.Subresource);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
