using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>The annotation in which kubectl keeps what it applied on the client's side. Only its server-side apply looks at it.</summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    public static bool Concerns(string manager) => manager == "kubectl";

    /// <summary>The fields that were applied on the client's side and still are as they were.</summary>
    /// <returns>Null where the object does not say.</returns>
    public static FieldSet? FieldsOf(JsonObject? live, StructuralSchema schema)
    {
        if (live.Text("metadata", "annotations", Annotation) is not { Length: > 0 } text)
            return null;
        try
        {
            if (JsonText.Parse(Encoding.UTF8.GetBytes(text)) is not JsonObject applied)
                return null;
            FieldDifference since = FieldComparer.Compare(applied, live!, schema);
            return FieldCollector.Collect(applied, schema).Except(since.Modified).Except(since.Added).Except(since.Removed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps the annotation of an object that has it up to date with a configuration applied to it.</summary>
    public static void Refresh(JsonObject merged, JsonObject configuration)
    {
        if (merged.Text("metadata", "annotations", Annotation) is null)
            return;
        JsonObject noted = configuration.DeepClone().AsObject();
        noted.Object("metadata", "annotations")?.Remove(Annotation);
        merged.Object("metadata", "annotations")![Annotation] = Encoding.UTF8.GetString(JsonText.ToUtf8(noted)) + "\n";
    }
}
