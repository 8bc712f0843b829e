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
    public static JsonArray? Write(ManagedFields managed) => managed.IsEmpty ? null : managed.InOrder().Select(owner => (JsonNode)WriteEntry(owner.Key, owner.Value)).ToJsonArray();

    private static JsonObject WriteEntry(FieldManagerId id, OwnedFields owned)
    {
        var entry = new JsonObject { ["manager"] = id.Manager, ["operation"] = id.Applies ? Apply : Update, ["apiVersion"] = owned.ApiVersion };
        if (owned.Time is not null)
            entry["time"] = owned.Time;
        entry["fieldsType"] = FieldsType;
        entry["fieldsV1"] = FieldSetText.Write(owned.Fields);
        if (id.Subresource.Length > 0)
            entry["subresource"] = id.Subresource;
        return entry;
    }
}
