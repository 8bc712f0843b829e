using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>Checks the rules that a schema carries before it is served.</summary>
internal static class RuleDefinitions
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    /// <param name="schema">A structural schema of a resource.</param>
    /// <param name="field">Where it is in the definition.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Check(StructuralSchema schema, string field, List<FieldError> errors) => Visit(schema, field, isResource: true, uncorrelatable: null, errors);

    private static void Visit(StructuralSchema schema, string field, bool isResource, string? uncorrelatable, List<FieldError> errors)
    {
        IReadOnlyList<ValidationRule> rules = ValidationRule.ReadAll(schema.Source);
        StructuralSchema full = SchemaTypes.WithMetadata(schema, isResource);
        CelType? self = rules.Count == 0 ? null : SchemaTypes.Of(full);
        for (int index = 0; index < rules.Count; index++)
        {
            string path = $"{field}.{ValidationRule.Member}[{index}]";
            int before = errors.Count;
            CheckTexts(rules[index], full, path, errors);
            if (errors.Count > before)
                continue;
            if (self is null)
                errors.Add(FieldError.Forbidden(path, "rules need a schema that says what the value is: give it a type"));
            else
                CheckExpressions(rules[index], self, path, uncorrelatable, errors);
        }

        foreach ((string name, StructuralSchema property) in schema.Properties)
            Visit(property, $"{field}.properties[{name}]", property.EmbeddedResource, uncorrelatable, errors);
        if (schema.AdditionalProperties is { } values)
            Visit(values, $"{field}.additionalProperties", values.EmbeddedResource, uncorrelatable, errors);
        // Items of a list have a past only where keys tell which item is which.
        if (schema.Items is { } items)
            Visit(items, $"{field}.items", items.EmbeddedResource, schema.ListType == "map" ? uncorrelatable : uncorrelatable ?? field, errors);
    }

    private static void CheckTexts(ValidationRule rule, StructuralSchema schema, string path, List<FieldError> errors)
    {
        string message = rule.Message.Trim(), text = rule.Rule.Trim();
        if (text.Length == 0)
            errors.Add(FieldError.Required($"{path}.rule", "rule is not specified"));
        else if (rule.Message.Length > 0 && message.Length == 0)
            errors.Add(FieldError.Invalid($"{path}.message", JsonValue.Create(rule.Message), "message must be non-empty if specified"));
        else if (HasLineBreak(message))
            errors.Add(FieldError.Invalid($"{path}.message", JsonValue.Create(message), "message must not contain line breaks"));
        else if (HasLineBreak(text) && message.Length == 0)
            errors.Add(FieldError.Required($"{path}.message", "message must be specified if rule contains line breaks"));
        if (rule.MessageExpression.Length > 0 && rule.MessageExpression.Trim().Length == 0)
            errors.Add(FieldError.Required($"{path}.messageExpression", "messageExpression must be non-empty if specified"));
        if (rule.Reason.Length > 0 && !Reasons.Contains(rule.Reason))
            errors.Add(FieldError.NotSupported($"{path}.reason", JsonValue.Create(rule.Reason), Reasons));
        CheckFieldPath(rule.FieldPath, schema, $"{path}.fieldPath", errors);
    }

    private static void CheckFieldPath(string fieldPath, StructuralSchema schema, string path, List<FieldError> errors)
    {
        if (fieldPath.Length == 0)
            return;
        if (fieldPath.Trim().Length == 0)
            errors.Add(FieldError.Invalid(path, JsonValue.Create(fieldPath), "fieldPath must be non-empty if specified"));
        else if (HasLineBreak(fieldPath))
            errors.Add(FieldError.Invalid(path, JsonValue.Create(fieldPath), "fieldPath must not contain line breaks"));
        else if (RuleFieldPath.Resolve(fieldPath, schema) is null)
            errors.Add(FieldError.Invalid(path, JsonValue.Create(fieldPath), "fieldPath must be a valid path"));
    }

    private static void CheckExpressions(ValidationRule rule, CelType self, string path, string? uncorrelatable, List<FieldError> errors)
    {
        try
        {
            bool usesOldSelf = CompiledRule.CompileCondition(rule, self).Uses.Contains(CompiledRule.OldSelf);
            if (usesOldSelf && uncorrelatable is not null)
                errors.Add(FieldError.Invalid($"{path}.rule", JsonValue.Create(rule.Rule), $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelatable}"));
            else if (!usesOldSelf && rule.OptionalOldSelf is { } optional)
                errors.Add(FieldError.Invalid($"{path}.optionalOldSelf", JsonValue.Create(optional), "may not be set if oldSelf is not used in rule"));
        }
        catch (CelCompileException problem)
        {
            errors.Add(Refuse($"{path}.rule", rule.Rule, "compilation failed: ", "cel expression ", problem));
        }

        try
        {
            _ = CompiledRule.CompileMessage(rule, self);
        }
        catch (CelCompileException problem)
        {
            errors.Add(Refuse($"{path}.messageExpression", rule.MessageExpression, "messageExpression compilation failed: ", "messageExpression ", problem));
        }
    }

    private static FieldError Refuse(string path, string expression, string failed, string subject, CelCompileException problem) => FieldError.Invalid(
        path, JsonValue.Create(expression), problem.Message.StartsWith("must evaluate", StringComparison.Ordinal) ? $"{subject}{problem.Message}" : $"{failed}{problem.Describe(expression)}");

    private static bool HasLineBreak(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
