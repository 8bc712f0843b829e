using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>Accepts or refuses the names of a definition and says so in its status. Definitions are established at once: there is no other server to wait for.</summary>
internal sealed class DefinitionConditions(TimeProvider clock, Func<RegistrySnapshot> registry)
{
    public void Apply(JsonObject crd)
    {
        JsonObject status = crd.Ensure("status");
        string? conflict = FindConflict(crd);
        if (conflict is null)
        {
            status["acceptedNames"] = crd.At("spec", "names")!.DeepClone();
            Set(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
            Set(status, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted");
        }
        else
        {
            status["acceptedNames"] ??= new JsonObject { ["plural"] = string.Empty, ["kind"] = string.Empty };
            Set(status, "NamesAccepted", "False", "NameConflict", conflict);
            if (!IsEstablished(crd))
                Set(status, "Established", "False", "NotAccepted", "not all names are accepted");
        }
    }

    public static bool IsEstablished(JsonObject crd) =>
        crd.Array("status", "conditions").Objects().Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private string? FindConflict(JsonObject crd)
    {
        string storage = crd.Text("metadata", "name") ?? string.Empty;
        string? group = crd.Text("spec", "group");
        JsonObject names = crd.Object("spec", "names")!;
        ResourceDefinition[] others = [.. registry().Definitions.Where(other => other.Group == group && other.Storage != storage)];
        string[] wanted = [names.Text("plural") ?? string.Empty, names.Text("singular") ?? string.Empty, .. names["shortNames"].Strings()];
        HashSet<string> taken = [.. others.SelectMany(other => other.ShortNames.Append(other.Plural).Append(other.Singular))];
        if (wanted.FirstOrDefault(taken.Contains) is { } name)
            return $"\"{name}\" is already in use";
        string? kind = names.Text("kind");
        return others.Any(other => other.Kind == kind || other.ListKind == kind) ? $"\"{kind}\" is already in use" : null;
    }

    private void Set(JsonObject status, string type, string value, string reason, string message)
    {
        if (status["conditions"] is not JsonArray conditions)
            status["conditions"] = conditions = [];
        JsonObject? condition = conditions.Objects().FirstOrDefault(existing => existing.Text("type") == type);
        if (condition is null)
        {
            condition = new JsonObject { ["type"] = type };
            conditions.Add((JsonNode)condition);
        }

        if (condition.Text("status") != value)
            condition["lastTransitionTime"] = Timestamps.Format(clock.GetUtcNow());
        condition["status"] = value;
        condition["reason"] = reason;
        condition["message"] = message;
    }
}
