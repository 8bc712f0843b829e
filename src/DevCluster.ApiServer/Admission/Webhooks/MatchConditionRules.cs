using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>What the match conditions of a webhook must look like.</summary>
internal static class MatchConditionRules
{
    private const int Most = 64;

    public static IEnumerable<FieldError> Validate(JsonArray? conditions, string path)
    {
        JsonObject[] all = [.. conditions.Objects()];
        if (all.Length > Most)
            yield return FieldError.TooMany(path, all.Length, Most);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < all.Length; index++)
        {
            string name = all[index].Text("name") ?? string.Empty, at = $"{path}[{index}]";
            foreach (FieldError error in (IEnumerable<FieldError>)[.. Name(name, $"{at}.name"), .. Expression(all[index].Text("expression")?.Trim() ?? string.Empty, $"{at}.expression")])
                yield return error;
            if (name.Length > 0 && !names.Add(name))
                yield return FieldError.Duplicate($"{at}.name", JsonValue.Create(name));
        }
    }

    private static IEnumerable<FieldError> Name(string name, string path) => name.Length == 0
        ? [FieldError.Required(path, string.Empty)]
        : NameRules.LabelKey(name).Select(problem => FieldError.Invalid(path, JsonValue.Create(name), problem));

    private static FieldError[] Expression(string expression, string path)
    {
        if (expression.Length == 0)
            return [FieldError.Required(path, string.Empty)];
        try
        {
            _ = MatchCondition.Compile(string.Empty, expression);
            return [];
        }
        catch (CelCompileException problem) when (problem.Message.StartsWith("must evaluate", StringComparison.Ordinal))
        {
            return [FieldError.Invalid(path, JsonValue.Create(expression), problem.Message)];
        }
        catch (CelCompileException problem)
        {
            return [FieldError.Invalid(path, JsonValue.Create(expression), $"compilation failed: {problem.Describe(expression)}")];
        }
    }
}
