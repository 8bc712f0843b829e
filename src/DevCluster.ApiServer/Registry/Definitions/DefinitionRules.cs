using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>What a custom resource definition must satisfy.</summary>
internal static class DefinitionRules
{
    public static IEnumerable<FieldError> Validate(JsonObject crd, JsonObject? previous)
    {
        var errors = new List<FieldError>();
        JsonObject spec = crd.Object("spec") ?? [];
        CheckNames(crd, spec, errors);
        CheckVersions(spec, errors);
        CheckStoredVersions(crd, spec, errors);
        if (previous is not null)
            CheckImmutable(spec, previous.Object("spec") ?? [], errors);
        return errors;
    }

    private static void CheckNames(JsonObject crd, JsonObject spec, List<FieldError> errors)
    {
        string group = spec.Text("group") ?? string.Empty;
        string plural = spec.Text("names", "plural") ?? string.Empty;
        string name = crd.Text("metadata", "name") ?? string.Empty;
        if (name != $"{plural}.{group}")
            errors.Add(FieldError.Invalid("metadata.name", JsonValue.Create(name), "must be spec.names.plural+\".\"+spec.group"));
        if (group.Length == 0)
            errors.Add(FieldError.Required("spec.group", string.Empty));
        else if (!group.Contains('.', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid("spec.group", JsonValue.Create(group), "should be a domain with at least one dot"));
        if (plural.Length == 0)
            errors.Add(FieldError.Required("spec.names.plural", string.Empty));
        if (string.IsNullOrEmpty(spec.Text("names", "kind")))
            errors.Add(FieldError.Required("spec.names.kind", string.Empty));
        string? scope = spec.Text("scope");
        if (string.IsNullOrEmpty(scope))
            errors.Add(FieldError.Required("spec.scope", string.Empty));
        else if (scope is not ("Cluster" or "Namespaced"))
            errors.Add(FieldError.NotSupported("spec.scope", spec["scope"], ["Cluster", "Namespaced"]));
    }

    private static void CheckVersions(JsonObject spec, List<FieldError> errors)
    {
        JsonObject[] versions = [.. spec.Array("versions").Objects()];
        if (versions.Length == 0 || versions.Count(version => version["storage"].IsTrue()) != 1)
            errors.Add(FieldError.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version"));
        if (versions.Select(version => version.Text("name")).Distinct(StringComparer.Ordinal).Count() != versions.Length)
            errors.Add(FieldError.Invalid("spec.versions", spec["versions"], "must contain unique version names"));
        for (int index = 0; index < versions.Length; index++)
        {
            // The reference server names the schema of a single version, or of all versions if they are equal, by the field of v1beta1.
            string field = versions.Length == 1 ? "spec.validation.openAPIV3Schema" : $"spec.versions[{index}].schema.openAPIV3Schema";
            if (versions[index].Object("schema", "openAPIV3Schema") is { } schema)
                CheckSchema(schema, field, errors);
            else
                errors.Add(FieldError.Required($"spec.versions[{index}].schema.openAPIV3Schema", "schemas are required"));
        }

        if (spec.Text("conversion", "strategy") is "Webhook")
            errors.Add(FieldError.NotSupported("spec.conversion.strategy", JsonValue.Create("Webhook"), ["None"]));
    }

    private static void CheckSchema(JsonObject schema, string field, List<FieldError> errors)
    {
        int before = errors.Count;
        StructuralRules.Check(schema, field, errors);
        // What expressions may look at is known only of a structural schema.
        if (errors.Count == before)
            RuleDefinitions.Check(new SchemaReader().Read(schema), field, errors);
    }

    private static void CheckStoredVersions(JsonObject crd, JsonObject spec, List<FieldError> errors)
    {
        HashSet<string?> known = [.. spec.Array("versions").Objects().Select(version => version.Text("name"))];
        IReadOnlyList<string> stored = crd.At("status", "storedVersions").Strings();
        for (int index = 0; index < stored.Count; index++)
        {
            if (!known.Contains(stored[index]))
                errors.Add(FieldError.Invalid($"status.storedVersions[{index}]", JsonValue.Create(stored[index]), $"missing from spec.versions; {stored[index]} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {stored[index]} and removes {stored[index]} from status.storedVersions"));
        }
    }

    private static void CheckImmutable(JsonObject spec, JsonObject previous, List<FieldError> errors)
    {
        foreach (string[] path in (string[][])[["scope"], ["group"], ["names", "kind"], ["names", "plural"]])
        {
            if (!spec.At(path).SameAs(previous.At(path)))
                errors.Add(FieldError.Invalid($"spec.{string.Join('.', path)}", spec.At(path), "field is immutable"));
        }
    }
}
