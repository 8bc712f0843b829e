using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance.Running;

/// <summary>Does the steps of one case.</summary>
internal sealed class StepRunner(ConformanceServer server, CaseVariables variables, CancellationToken cancellationToken) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<string, KitWatch> _watches = new(StringComparer.Ordinal);
    private readonly List<string> _made = [];

    public async Task<StepOutcome> DoAsync(JsonObject step)
    {
        if (step["sleep"] is { } seconds)
        {
            await Task.Delay(Seconds(seconds), cancellationToken);
            return StepOutcome.Nothing;
        }

        if (step.ContainsKey("webhook"))
            return await ServeWebhookAsync(step);
        if (step.ContainsKey("calls"))
            return await CallsAsync(step);
        if (step.ContainsKey("watch"))
            return await WatchAsync(step);
        if (step.ContainsKey("events"))
            return await EventsAsync(step);
        if (step.ContainsKey("parallel"))
            return await ParallelAsync(step);
        if (step.ContainsKey("repeat"))
            return await RepeatAsync(step);
        return step.ContainsKey("until") ? await UntilAsync(step) : OutcomeOf(await SendAsync(step));
    }

    /// <summary>Deletes what the case made outside of its namespaces.</summary>
    /// <param name="unblock">Whether finalizers may be in the way.</param>
    public async Task CleanUpAsync(bool unblock)
    {
        foreach (string path in Enumerable.Reverse(_made))
        {
            if (unblock)
                await server.Client.SendAsync(new KitRequest("PATCH", path, new JsonObject { ["Content-Type"] = "application/merge-patch+json" }, """{"metadata":{"finalizers":null}}"""), CancellationToken.None);
            if (!path.Contains("/namespaces/", StringComparison.Ordinal))
                await server.Client.SendAsync(new KitRequest("DELETE", path, new JsonObject { ["Content-Type"] = "application/json" }, """{"propagationPolicy":"Background"}"""), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (KitWatch watch in _watches.Values)
            await watch.DisposeAsync();
    }

    private static TimeSpan Seconds(JsonNode node) => TimeSpan.FromSeconds(node.GetValue<double>());

    private static TimeSpan PatienceOf(JsonObject step) => step["timeout"] is { } timeout ? Seconds(timeout) : TimeSpan.FromSeconds(15);

    private KitRequest RequestOf(JsonObject step)
    {
        JsonObject headers = variables.Fill(step["headers"])?.AsObject() ?? [];
        string? body = step["raw"] is { } raw ? variables.Fill((string)raw!) : step.TryGetPropertyValue("body", out JsonNode? json) ? variables.Fill(json)?.ToJsonString() ?? "null" : null;
        if (body is not null && !headers.ContainsKey("Content-Type"))
            headers["Content-Type"] = (string?)step["patch"] switch
            {
                null => "application/json",
                "apply" => "application/apply-patch+yaml",
                "strategic" => "application/strategic-merge-patch+json",
                "merge" => "application/merge-patch+json",
                _ => "application/json-patch+json",
            };
        return new KitRequest((string?)step["method"] ?? "GET", TargetOf(step, []), headers, body, variables.Fill((string?)step["auth"] ?? "own"));
    }

    private string TargetOf(JsonObject step, IEnumerable<KeyValuePair<string, string>> extra)
    {
        IEnumerable<string> query = (step["query"]?.AsObject() ?? [])
            .SelectMany(parameter => (parameter.Value is JsonArray all ? all.ToArray() : [parameter.Value]).Select(value => KeyValuePair.Create(parameter.Key, variables.Fill(DocumentPath.Text(value)))))
            .Concat(extra)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}");
        string path = variables.Fill((string)step["path"]!), text = string.Join('&', query);
        return text.Length == 0 ? path : $"{path}?{text}";
    }

    private async Task<KitAnswer> SendAsync(JsonObject step)
    {
        KitRequest request = RequestOf(step);
        KitAnswer answer = await server.Client.SendAsync(request, cancellationToken);
        string path = request.Target.Split('?')[0];
        if (answer.Status == 201 && !request.Target.Contains("dryRun", StringComparison.Ordinal) && answer.Find("metadata.name") is { Exists: true } name && (string?)answer.Json!["kind"] is not ("TokenRequest" or "Scale"))
            _made.Add(request.Method == "POST" ? $"{path}/{name.Value}" : path);
        return answer;
    }

    private StepOutcome OutcomeOf(KitAnswer answer)
    {
        var recorded = new JsonObject { ["status"] = answer.Status };
        if (answer.Status >= 400)
        {
            bool isStatus = (string?)(answer.Json as JsonObject)?["kind"] == "Status";
            recorded["reason"] = isStatus ? variables.Normalize(answer.Find("reason")) : null;
            string[][] causes = [.. ((answer.Find("details.causes").Value as JsonArray) ?? [])
                .Select(cause => new[] { (string?)cause!["reason"] ?? string.Empty, DocumentPath.Text(variables.Normalize(Found.Of((string?)cause["field"] ?? string.Empty))) })
                .Where(cause => cause[0].Length + cause[1].Length > 0)
                .DistinctBy(cause => (cause[0], cause[1]))
                .OrderBy(cause => cause[0], StringComparer.Ordinal).ThenBy(cause => cause[1], StringComparer.Ordinal)];
            if (causes.Length > 0)
                recorded["causes"] = new JsonArray([.. causes.Select(cause => (JsonNode)new JsonArray(cause[0], cause[1]))]);
        }

        return new StepOutcome(answer.Find, recorded);
    }

    private async Task<StepOutcome> UntilAsync(JsonObject step)
    {
        using var patience = new CancellationTokenSource(PatienceOf(step));
        while (true)
        {
            KitAnswer answer = await SendAsync(step);
            string[] problems = [.. variables.Fill(step["until"])!.AsArray().Select(rule => Assertion.Check(rule!.AsArray(), answer.Find)).OfType<string>()];
            if (problems.Length == 0)
                return OutcomeOf(answer);
            if (patience.IsCancellationRequested)
                throw new CaseException($"not in time: {string.Join("; ", problems)}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<StepOutcome> RepeatAsync(JsonObject step)
    {
        var statuses = new List<string>();
        for (int index = 0; index < (int)step["repeat"]!; index++)
        {
            variables.Set("i", $"{index:000}");
            statuses.Add($"{(await SendAsync(step)).Status}");
        }

        var recorded = new JsonObject { ["statuses"] = Count(statuses) };
        return StepOutcome.Of(recorded.DeepClone(), recorded);
    }

    /// <summary>Simultaneous updates of one version, several rounds of them.</summary>
    private async Task<StepOutcome> ParallelAsync(JsonObject step)
    {
        var rounds = new JsonArray();
        string target = TargetOf(step, []);
        for (int round = 0; round < ((int?)step["rounds"] ?? 1); round++)
        {
            JsonObject current = (await server.Client.SendAsync(new KitRequest("GET", target, [], null), cancellationToken)).Json!.AsObject();
            IEnumerable<Task<KitAnswer>> writes = Enumerable.Range(0, (int)step["parallel"]!).Select(writer =>
            {
                JsonNode set = JsonNode.Parse(step["set"]!.ToJsonString().Replace("${i}", $"{round}-{writer}", StringComparison.Ordinal))!;
                string body = Merge(current, set)!.ToJsonString();
                return Task.Run(() => server.Client.SendAsync(new KitRequest("PUT", target, new JsonObject { ["Content-Type"] = "application/json" }, body), cancellationToken));
            });
            rounds.Add((JsonNode)Count((await Task.WhenAll(writes)).Select(answer => $"{answer.Status}")));
        }

        var recorded = new JsonObject { ["rounds"] = rounds };
        return StepOutcome.Of(recorded.DeepClone(), recorded);
    }

    private async Task<StepOutcome> WatchAsync(JsonObject step)
    {
        KitRequest request = RequestOf(step) with { Method = "GET", Body = null, Target = TargetOf(step, [KeyValuePair.Create("watch", "true")]) };
        HttpResponseMessage answer = await server.Client.OpenAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            using (answer)
                return OutcomeOf(await KitClient.ReadAsync(answer, cancellationToken));
        }

        var watch = new KitWatch(answer);
        _watches[(string)step["watch"]!] = watch;
        return OutcomeOf(watch.Opening);
    }

    private async Task<StepOutcome> EventsAsync(JsonObject step)
    {
        KitWatch watch = _watches[(string)step["events"]!];
        string[] skipped = [.. (step["skip"]?.AsArray() ?? []).Select(type => (string)type!)];
        int? count = (int?)step["count"];
        bool came = step["quiet"] is { } quiet
            ? await watch.WaitAsync(() => watch.Waiting(skipped).Count > 0, Seconds(quiet)) || true
            : await watch.WaitAsync(() => (bool?)step["ends"] != true && watch.Waiting(skipped).Count >= count, PatienceOf(step));
        IReadOnlyList<JsonNode> got = watch.Waiting(skipped);
        if (!came || got.Count < count)
            throw new CaseException($"want {step.ToJsonString()}, got {got.Count} events: {string.Join(", ", got.Select(item => item.ToJsonString()))}");
        if (count is not null)
            got = [.. got.Take(count.Value)];
        watch.TakeUpTo(count is not null && got.Count > 0 ? got[^1] : null);
        return Items(step, "events", got, step["each"] as JsonArray ?? ["type", "object.metadata.name"]);
    }

    private async Task<StepOutcome> ServeWebhookAsync(JsonObject step)
    {
        CaseWebhooks webhooks = await server.WebhooksAsync();
        webhooks.Serve($"/{variables["id"]}/{step["webhook"]}", variables.Fill(step["answers"])?.AsArray() ?? []);
        return StepOutcome.Nothing;
    }

    private async Task<StepOutcome> CallsAsync(JsonObject step)
    {
        CaseWebhooks webhooks = await server.WebhooksAsync();
        IReadOnlyList<JsonNode> calls = webhooks.Calls($"/{variables["id"]}/{step["calls"]}", clear: (bool?)step["clear"] == true);
        StepOutcome outcome = Items(step, "calls", calls, step["each"] as JsonArray ?? []);
        if (outcome.Recorded["items"] is JsonArray items)
        {
            // A server may repeat a review when it retries a write.
            JsonNode?[] kept = [.. items.Where((item, index) => index == 0 || !JsonNode.DeepEquals(item, items[index - 1])).Select(item => item?.DeepClone())];
            outcome.Recorded["items"] = new JsonArray(kept);
        }

        return outcome;
    }

    private StepOutcome Items(JsonObject step, string name, IReadOnlyList<JsonNode> items, JsonArray paths)
    {
        var document = new JsonObject { [name] = new JsonArray([.. items.Select(item => item.DeepClone())]) };
        if (paths.Count == 0)
            return StepOutcome.Of(document, []);
        string[] filled = [.. paths.Select(path => variables.Fill((string)path!))];
        var rows = new JsonArray([.. items.Select(item => (JsonNode)new JsonArray([.. filled.Select(path => variables.Normalize(DocumentPath.Find(item, path)))]))]);
        return StepOutcome.Of(document, new JsonObject { ["items"] = rows });
    }

    private static JsonObject Count(IEnumerable<string> texts) =>
        new(texts.GroupBy(text => text, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count())));

    /// <summary>JSON merge patch, as far as cases use it.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();
        JsonObject merged = target is JsonObject present ? present.DeepClone().AsObject() : [];
        foreach ((string name, JsonNode? value) in members)
            merged[name] = Merge(merged[name], value);
        return merged;
    }
}
