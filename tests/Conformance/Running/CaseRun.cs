using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance.Running;

/// <summary>One run of a case, in namespaces and with names of its own.</summary>
internal sealed class CaseRun(ConformanceServer server, ConformanceCase conformanceCase)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly CaseVariables _variables = server.Variables();

    /// <summary>What was different from the recording at the first step where anything was; nothing if the case is met.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var steps = new StepRunner(server, _variables, patience.Token);
        try
        {
            await PrepareAsync(patience.Token);
            foreach ((int index, JsonObject step) in conformanceCase.Steps.Index())
            {
                if (await CheckAsync(steps, step) is { Count: > 0 } problems)
                    return [.. problems.Select(problem => $"step {index + 1}: {problem}")];
            }

            return [];
        }
        catch (Exception problem) when (problem is CaseException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            return [problem.Message];
        }
        finally
        {
            await steps.CleanUpAsync(unblock: conformanceCase.Text.Contains("finalizers", StringComparison.Ordinal) || conformanceCase.Text.Contains("Foreground", StringComparison.Ordinal));
        }
    }

    private async Task<List<string>> CheckAsync(StepRunner steps, JsonObject step)
    {
        StepOutcome outcome = await steps.DoAsync(step);
        var problems = new List<string>();
        foreach (JsonNode? rule in step["assert"]?.AsArray() ?? [])
        {
            if (Assertion.Check(_variables.Fill(rule)!.AsArray(), outcome.Find) is { } problem)
                problems.Add(problem);
        }

        if (step["look"] is JsonArray { Count: > 0 } look)
            outcome.Recorded["values"] = new JsonObject(look.Select(path => KeyValuePair.Create((string)path!, _variables.Normalize(outcome.Find(_variables.Fill((string)path!))))));
        foreach ((string name, JsonNode? path) in step["save"]?.AsObject() ?? [])
        {
            Found found = outcome.Find((string)path!);
            if (found.Exists)
                _variables.Set(name, found.Value);
            else
                problems.Add($"{path} is not there to be saved");
        }

        problems.AddRange(Differences.Between(Found.Of(step["expect"] ?? new JsonObject()), Found.Of(outcome.Recorded), string.Empty));
        if (problems.Count > 0 && outcome.Find("message") is { Exists: true } message)
            problems.Add($"the message was {message}");
        return problems;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (string name in (string[])["ns", "ns2"])
        {
            if (!conformanceCase.Text.Contains($"${{{name}}}", StringComparison.Ordinal))
                continue;
            var body = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = _variables[name], ["labels"] = new JsonObject { ["conformance"] = _variables["id"] } },
            };
            KitAnswer answer = await server.Client.SendAsync(new KitRequest("POST", "/api/v1/namespaces", new JsonObject { ["Content-Type"] = "application/json" }, body.ToJsonString()), cancellationToken);
            if (answer.Status != 201)
                throw new CaseException($"no namespace: {answer.Text}");
        }

        foreach (string fixture in conformanceCase.Uses)
            await server.InstallAsync(fixture, _variables, cancellationToken);
        if (conformanceCase.Text.Contains("${hook", StringComparison.Ordinal))
        {
            CaseWebhooks webhooks = await server.WebhooksAsync();
            _variables.Set("hookurl", $"{webhooks.Address}{_variables["id"]}");
            _variables.Set("hookca", webhooks.CertificateAuthority);
        }
    }
}
