using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>What a custom resource definition must satisfy.</summary>
internal static class DefinitionRules
{
    public static IEnumerable<FieldError> Validate(JsonObject crd, JsonObject? previous)
    {
        var errors = new List<FieldError>();
        JsonObject spec = crd.Object("spec") ?? [];
        CheckPlace(crd, spec, errors);
        CheckNames(spec.Object("names") ?? [], errors);
        DefinitionVersionRules.Check(spec, errors);
        CheckConversion(spec.Object("conversion"), errors);
        CheckStoredVersions(crd, spec, errors);
        if (previous is not null)
            CheckImmutable(spec, previous.Object("spec") ?? [], errors);
        return errors;
    }

    private static void CheckPlace(JsonObject crd, JsonObject spec, List<FieldError> errors)
    {
        string group = spec.Text("group") ?? string.Empty;
        string name = crd.Text("metadata", "name") ?? string.Empty;
        if (name != $"{spec.Text("names", "plural")}.{group}")
            errors.Add(FieldError.Invalid("metadata.name", JsonValue.Create(name), "must be spec.names.plural+\".\"+spec.group"));
        if (group.Length == 0)
            errors.Add(FieldError.Required("spec.group", string.Empty));
        else if (NameRules.DnsSubdomain(group) is { Count: > 0 } problems)
            errors.Add(FieldError.Invalid("spec.group", JsonValue.Create(group), string.Join(",", problems)));
        else if (!group.Contains('.', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid("spec.group", JsonValue.Create(group), "should be a domain with at least one dot"));
        string? scope = spec.Text("scope");
        if (string.IsNullOrEmpty(scope))
            errors.Add(FieldError.Required("spec.scope", string.Empty));
        else if (scope is not ("Cluster" or "Namespaced"))
            errors.Add(FieldError.NotSupported("spec.scope", spec["scope"], ["Cluster", "Namespaced"]));
        if (spec["preserveUnknownFields"].IsTrue())
            errors.Add(FieldError.Invalid("spec.preserveUnknownFields", spec["preserveUnknownFields"], "must be false"));
    }

    private static void CheckNames(JsonObject names, List<FieldError> errors)
    {
        foreach (string field in (string[])["plural", "singular", "kind", "listKind"])
        {
            if (string.IsNullOrEmpty(names.Text(field)))
                errors.Add(FieldError.Required($"spec.names.{field}", string.Empty));
            else
                CheckLabel(names[field], $"spec.names.{field}", mixesCase: field is "kind" or "listKind", errors);
        }

        foreach (string field in (string[])["shortNames", "categories"])
        {
            JsonArray values = names.Array(field) ?? [];
            for (int index = 0; index < values.Count; index++)
                CheckLabel(values[index], $"spec.names.{field}[{index}]", mixesCase: false, errors);
        }

        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
            errors.Add(FieldError.Invalid("spec.names.listKind", names["listKind"], "kind and listKind may not be the same"));
    }

    private static void CheckLabel(JsonNode? value, string field, bool mixesCase, List<FieldError> errors)
    {
        string text = value.Text() ?? string.Empty;
        if (NameRules.Dns1035Label(mixesCase ? text.ToLowerInvariant() : text) is { Count: > 0 } problems)
            errors.Add(FieldError.Invalid(field, value, (mixesCase ? "may have mixed case, but should otherwise match: " : string.Empty) + string.Join(",", problems)));
    }

    private static void CheckConversion(JsonObject? conversion, List<FieldError> errors)
    {
        const string Field = "spec.conversion";
        string strategy = conversion.Text("strategy") ?? string.Empty;
        if (strategy == "Webhook")
        {
            if (conversion.Object("webhook", "clientConfig") is null)
                errors.Add(FieldError.Required($"{Field}.webhookClientConfig", "required when strategy is set to Webhook"));
            if (conversion.At("webhook", "conversionReviewVersions").Strings().Count == 0)
                errors.Add(FieldError.Required($"{Field}.conversionReviewVersions", string.Empty));
        }

        // Webhooks that convert are not called here.
        if (strategy != "None" && !(strategy == "Webhook" && errors.Any(error => error.Field.StartsWith(Field, StringComparison.Ordinal))))
            errors.Add(FieldError.NotSupported($"{Field}.strategy", JsonValue.Create(strategy), ["None"]));
    }

    private static void CheckStoredVersions(JsonObject crd, JsonObject spec, List<FieldError> errors)
    {
        const string Field = "status.storedVersions";
        IReadOnlyList<string> stored = crd.At("status", "storedVersions").Strings();
        if (stored.Count == 0)
        {
            errors.Add(FieldError.Invalid(Field, crd.At("status", "storedVersions"), "must have at least one stored version"));
            return;
        }

        var missing = stored.ToList();
        foreach (JsonObject version in spec.Array("versions").Objects())
        {
            string name = version.Text("name") ?? string.Empty;
            if (!missing.Remove(name) && version["storage"].IsTrue())
                errors.Add(FieldError.Invalid(Field, crd.At("status", "storedVersions"), $"must have the storage version {name}"));
        }

        foreach (string name in missing)
            errors.Add(FieldError.Invalid($"{Field}[{stored.IndexOf(name)}]", JsonValue.Create(name), $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"));
    }

    private static int IndexOf(this IReadOnlyList<string> texts, string text) => texts.TakeWhile(other => other != text).Count();

    private static void CheckImmutable(JsonObject spec, JsonObject previous, List<FieldError> errors)
    {
        foreach (string[] path in (string[][])[["scope"], ["group"], ["names", "kind"], ["names", "plural"]])
        {
            if (!spec.At(path).SameAs(previous.At(path)))
                errors.Add(FieldError.Invalid($"spec.{string.Join('.', path)}", spec.At(path), "field is immutable"));
        }
    }
}
