using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Decides by its match conditions whether a webhook is asked about a request.</summary>
internal static class MatchConditionEvaluation
{
    /// <param name="webhook">The webhook; its rules and selectors match.</param>
    /// <param name="request">The request.</param>
    /// <param name="seenAs">The version in which the webhook sees it.</param>
    /// <exception cref="ApiStatusException">403: a condition has no value for the request, and the webhook does not let failures pass.</exception>
    public static bool Holds(Webhook webhook, AdmissionQuestion request, ResourceDefinition seenAs)
    {
        if (webhook.MatchConditions.Count == 0)
            return true;
        JsonObject question = AdmissionReviewText.Write(request, seenAs, string.Empty).Object("request")!;
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["object"] = SchemaValues.Of(question["object"], null), ["oldObject"] = SchemaValues.Of(question["oldObject"], null), ["request"] = SchemaValues.Of(question, null),
        };
        var budget = new CelBudget(CelBudget.PerWrite);
        var failures = new List<string>();
        foreach (MatchCondition condition in webhook.MatchConditions)
        {
            try
            {
                if (condition.Program.Evaluate(variables, budget) is not true)
                    return false;
            }
            catch (Exception problem) when (problem is CelException or CelBudgetException)
            {
                failures.Add($"expression '{condition.Expression}' resulted in error: {problem.Message}");
            }
        }

        if (failures.Count == 0)
            return true;
        if (webhook.IgnoresFailures)
            return false;
        ResourceDefinition requested = request.Target.Definition;
        string problems = failures.Count == 1 ? failures[0] : $"[{string.Join(", ", failures)}]";
        throw ApiErrors.Forbidden(requested.Group, requested.Plural, request.Name, $"{ApiErrors.Qualified(requested.Plural, requested.Group)} \"{request.Name}\" is forbidden: {problems}");
    }
}
