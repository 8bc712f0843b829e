using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Schemas;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>What the versions of a definition must satisfy: names, schemas, columns and subresources.</summary>
internal static class DefinitionVersionRules
{
    private const int MaximumWarning = 256;
    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static void Check(JsonObject spec, List<FieldError> errors)
    {
        JsonObject[] versions = [.. spec.Array("versions").Objects()];
        if (versions.Count(version => version["storage"].IsTrue()) != 1)
            errors.Add(FieldError.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version"));
        if (versions.Select(version => version.Text("name")).Distinct(StringComparer.Ordinal).Count() != versions.Length)
            errors.Add(FieldError.Invalid("spec.versions", spec["versions"], "must contain unique version names"));
        for (int index = 0; index < versions.Length; index++)
        {
            CheckName(versions[index].Text("name") ?? string.Empty, index, errors);
            CheckWarning(versions[index], $"spec.versions[{index}].deprecationWarning", errors);
        }

        CheckSchemas(versions, errors);
        ForEach(versions, "additionalPrinterColumns", (columns, field) => CheckColumns(columns as JsonArray, field, errors));
        ForEach(versions, "subresources", (subresources, field) => CheckScale(subresources.Object("scale"), $"{field}.scale", errors));
    }

    /// <summary>The reference server names what all versions have alike by the field of v1beta1, once.</summary>
    private static void ForEach(JsonObject[] versions, string name, Action<JsonNode?, string> check)
    {
        if (AreAlike(versions, name))
            check(versions.FirstOrDefault()?[name], $"spec.{name}");
        else
            for (int index = 0; index < versions.Length; index++)
                check(versions[index][name], $"spec.versions[{index}].{name}");
    }

    private static bool AreAlike(JsonObject[] versions, string name) => versions.Skip(1).All(version => version[name].SameAs(versions[0][name]));

    private static void CheckName(string name, int index, List<FieldError> errors)
    {
        if (NameRules.Dns1035Label(name) is not { Count: > 0 } problems)
            return;
        errors.Add(FieldError.Invalid($"spec.versions[{index}].name", JsonValue.Create(name), string.Join(",", problems)));
        // The first version is also the version of v1beta1.
        if (index == 0 && name.Length > 0)
            errors.Add(FieldError.Invalid("spec.version", JsonValue.Create(name), string.Join(",", problems)));
    }

    private static void CheckWarning(JsonObject version, string field, List<FieldError> errors)
    {
        if (version.Text("deprecationWarning") is not { } warning)
            return;
        if (!version["deprecated"].IsTrue())
            errors.Add(FieldError.Invalid(field, JsonValue.Create(warning), "can only be set for deprecated versions"));
        if (warning.Length is 0 or > MaximumWarning)
            errors.Add(FieldError.Invalid(field, JsonValue.Create(warning), $"must be between 1 and {MaximumWarning} characters long"));
        if (warning.Any(char.IsControl))
            errors.Add(FieldError.Invalid(field, JsonValue.Create(warning), "must only contain printable characters"));
    }

    private static void CheckSchemas(JsonObject[] versions, List<FieldError> errors)
    {
        bool isOne = versions.Length > 0 && AreAlike(versions, "schema");
        for (int index = 0; index < versions.Length; index++)
        {
            if (versions[index].Object("schema", "openAPIV3Schema") is not { } schema)
                errors.Add(FieldError.Required($"spec.versions[{index}].schema.openAPIV3Schema", "schemas are required"));
            else if (!isOne)
                CheckSchema(schema, $"spec.versions[{index}].schema.openAPIV3Schema", errors);
            else if (index == 0)
                CheckSchema(schema, "spec.validation.openAPIV3Schema", errors);
        }
    }

    private static void CheckSchema(JsonObject schema, string field, List<FieldError> errors)
    {
        int before = errors.Count;
        StructuralRules.Check(schema, field, errors);
        // Defaults, and what expressions may look at, are known only of a structural schema.
        if (errors.Count > before)
            return;
        StructuralSchema structural = new SchemaReader().Read(schema);
        DefaultRules.Check(structural, field, errors);
        RuleDefinitions.Check(structural, field, errors);
    }

    private static void CheckColumns(JsonArray? columns, string list, List<FieldError> errors)
    {
        for (int index = 0; index < (columns?.Count ?? 0); index++)
        {
            JsonNode? column = columns![index];
            string field = $"{list}[{index}]", type = column.Text("type") ?? string.Empty, format = column.Text("format") ?? string.Empty, path = column.Text("jsonPath") ?? string.Empty;
            if (string.IsNullOrEmpty(column.Text("name")))
                errors.Add(FieldError.Required($"{field}.name", string.Empty));
            if (type.Length == 0)
                errors.Add(FieldError.Required($"{field}.type", $"must be one of {string.Join(",", ColumnTypes)}"));
            else if (!ColumnTypes.Contains(type))
                errors.Add(FieldError.Invalid($"{field}.type", JsonValue.Create(type), $"must be one of {string.Join(",", ColumnTypes)}"));
            if (format.Length > 0 && !ColumnFormats.Contains(format))
                errors.Add(FieldError.Invalid($"{field}.format", JsonValue.Create(format), $"must be one of {string.Join(",", ColumnFormats)}"));
            if (path.Length == 0)
                errors.Add(FieldError.Required($"{field}.JSONPath", string.Empty));
            else if (!IsPath(path))
                errors.Add(FieldError.Invalid($"{field}.JSONPath", JsonValue.Create(path), "must be a simple json path starting with ."));
        }
    }

    private static bool IsPath(string path)
    {
        try
        {
            _ = JsonPathExpression.Parse(path);
            return path[0] == '.';
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void CheckScale(JsonObject? scale, string field, List<FieldError> errors)
    {
        if (scale is null)
            return;
        CheckScalePath(scale, "specReplicasPath", [".spec."], isRequired: true, field, errors);
        CheckScalePath(scale, "statusReplicasPath", [".status."], isRequired: true, field, errors);
        CheckScalePath(scale, "labelSelectorPath", [".spec.", ".status."], isRequired: false, field, errors);
    }

    private static void CheckScalePath(JsonObject scale, string name, string[] roots, bool isRequired, string field, List<FieldError> errors)
    {
        if (scale.Text(name) is not { Length: > 0 } path)
        {
            if (isRequired)
                errors.Add(FieldError.Required($"{field}.{name}", string.Empty));
        }
        else if (!roots.Any(root => path.StartsWith(root, StringComparison.Ordinal)))
        {
            errors.Add(FieldError.Invalid($"{field}.{name}", JsonValue.Create(path), $"should be a json path under {string.Join(" or ", roots.Select(root => root.TrimEnd('.')))}"));
        }
    }
}
