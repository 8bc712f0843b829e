using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>Evaluates the rules of a schema for one write.</summary>
internal sealed class RuleEvaluation
{
    private const int LongestMessage = 5 * 1024;
    private readonly CelBudget _budget = new(CelBudget.PerWrite);
    private readonly List<FieldError> _errors = [];
    private bool _isExhausted;

    private RuleEvaluation()
    {
    }

    /// <param name="resource">What is to be stored; it has passed its schema.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="previous">What it replaces.</param>
    public static IReadOnlyList<FieldError> Validate(JsonObject resource, SchemaRules rules, JsonObject? previous)
    {
        var evaluation = new RuleEvaluation();
        evaluation.Visit(resource, rules, string.Empty, previous);
        return evaluation._errors;
    }

    private void Visit(JsonNode? value, SchemaRules rules, string path, JsonNode? previous)
    {
        foreach (CompiledRule rule in rules.Rules)
        {
            if (_isExhausted)
                return;
            // A value that stays as it is may break rules that came after it.
            bool isUnchanged = previous is not null && value.SameAs(previous);
            if (!(rule.NeedsOldSelf && previous is null) && (rule.UsesOldSelf || !isUnchanged))
                Apply(rule, value, rules.Schema, path, previous);
        }

        if (value is JsonObject members)
        {
            foreach ((string name, JsonNode? member) in members)
            {
                JsonNode? before = (previous as JsonObject)?[name];
                if (rules.Properties.TryGetValue(name, out SchemaRules? property))
                    Visit(member, property, path.Length == 0 ? name : $"{path}.{name}", before);
                else if (rules.Values is { } values && !rules.Schema.Properties.ContainsKey(name))
                    Visit(member, values, $"{path}[{name}]", before);
            }
        }
        else if (value is JsonArray items && rules.Items is { } itemRules)
        {
            for (int index = 0; index < items.Count; index++)
                Visit(items[index], itemRules, $"{path}[{index}]", ListIdentity.Counterpart(items[index], rules.Schema, previous as JsonArray));
        }
    }

    private void Apply(CompiledRule rule, JsonNode? value, StructuralSchema schema, string path, JsonNode? previous)
    {
        ValidationRule definition = rule.Definition;
        string field = path.Length == 0 ? "<nil>" : path;
        try
        {
            IReadOnlyDictionary<string, object?> variables = Variables(rule, value, schema, previous);
            if (rule.Condition.Evaluate(variables, _budget) is true)
                return;
            string below = rule.FieldPath.Length == 0 ? field : path.Length == 0 ? rule.FieldPath : $"{path}.{rule.FieldPath}";
            _errors.Add(Broken(definition, below, schema, MessageOf(rule, variables)));
        }
        catch (CelBudgetException problem)
        {
            _isExhausted = true;
            _errors.Add(Invalid(field, schema, $"'{problem.Message}': no further validation rules will be run due to call cost exceeds limit for rule: {definition.Rule}"));
        }
        catch (CelException problem) when (problem.Message.StartsWith("no such overload", StringComparison.Ordinal))
        {
            _errors.Add(Invalid(field, schema, $"'{problem.Message}': call arguments did not match a supported operator, function or macro signature for rule: {definition.Rule}"));
        }
        catch (CelException problem)
        {
            _errors.Add(Invalid(field, schema, $"{problem.Message} evaluating rule: {definition.Rule}"));
        }
    }

    private static Dictionary<string, object?> Variables(CompiledRule rule, JsonNode? value, StructuralSchema schema, JsonNode? previous)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { [CompiledRule.Self] = SchemaValues.Of(value, schema) };
        if (rule.Definition.OptionalOldSelf == true)
            variables[CompiledRule.OldSelf] = previous is null ? CelOptional.None : CelOptional.Of(SchemaValues.Of(previous, schema));
        else if (previous is not null)
            variables[CompiledRule.OldSelf] = SchemaValues.Of(previous, schema);
        return variables;
    }

    /// <summary>An expression that fails, or makes no proper message, gives way to the plain one.</summary>
    private string MessageOf(CompiledRule rule, IReadOnlyDictionary<string, object?> variables)
    {
        string plain = rule.Definition.Message.Trim() is { Length: > 0 } message ? message : $"failed rule: {rule.Definition.Rule.Trim()}";
        if (rule.Message is null)
            return plain;
        try
        {
            return rule.Message.Evaluate(variables, _budget) is string made && made.Trim() is { Length: > 0 and <= LongestMessage } text && !text.Contains('\n', StringComparison.Ordinal) ? text : plain;
        }
        catch (CelException)
        {
            return plain;
        }
    }

    private static FieldError Broken(ValidationRule rule, string field, StructuralSchema schema, string message) => rule.Reason switch
    {
        "FieldValueForbidden" => FieldError.Forbidden(field, message),
        "FieldValueRequired" => FieldError.Required(field, message),
        "FieldValueDuplicate" => FieldError.Duplicate(field, JsonValue.Create(schema.Type)),
        _ => Invalid(field, schema, message),
    };

    /// <summary>Errors of rules name the type in place of the value, which may be large.</summary>
    private static FieldError Invalid(string field, StructuralSchema schema, string message) => FieldError.Invalid(field, JsonValue.Create(schema.Type), message);
}
