using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>
/// Just enough of an API server to break an informer with: versions, paging, a history that can be compacted, watches that can be cut. It
/// serves any kind, over a real socket.
/// </summary>
internal sealed class SmallApiServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Plural, string Namespace, string Name), JsonObject> _objects = [];
    private readonly Dictionary<string, (long Version, ImmutableArray<string> Items)> _continuations = [];
    private readonly List<StoredEvent> _history = [];
    private ScriptedServer _server = null!;
    private TaskCompletionSource _changed = NewSignal();
    private WatchLife _watchLife = new();
    private bool _watchesEndCleanly;
    private long _version = 10;
    private long _compactedUpTo = 10;
    private int _continuation;

    /// <summary>Answers a request before the server does; returns whether it did.</summary>
    public Func<HttpContext, Task<bool>>? Interceptor { get; set; }

    /// <summary>How often something was listed from its beginning.</summary>
    public int Lists => Requests.Count(request => request.Method == "GET" && !request.Target.Contains("watch=") && !request.Target.Contains("continue="));

    public IReadOnlyList<RecordedRequest> Requests => _server.Requests;

    public KubernetesClientConfiguration Configuration => _server.Configuration;

    public static async Task<SmallApiServer> StartAsync()
    {
        SmallApiServer api = new();
        api._server = await ScriptedServer.StartAsync(api.AnswerAsync);
        return api;
    }

    /// <summary>Creates or replaces an object, as another client would.</summary>
    /// <returns>Its new version.</returns>
    public long Put(string plural, string namespaceName, string name, string json = "{}")
    {
        lock (_lock)
        {
            JsonObject item = JsonNode.Parse(json)!.AsObject();
            bool isNew = !_objects.TryGetValue((plural, namespaceName, name), out JsonObject? known);
            JsonObject metadata = (JsonObject?)item["metadata"] ?? [];
            item["metadata"] = metadata;
            metadata["namespace"] = namespaceName;
            metadata["name"] = name;
            metadata["uid"] = isNew ? Guid.NewGuid().ToString() : known!["metadata"]!["uid"]!.GetValue<string>();
            Store((plural, namespaceName, name), item, isNew ? "ADDED" : "MODIFIED");
            return _version;
        }
    }

    public void Delete(string plural, string namespaceName, string name)
    {
        lock (_lock)
        {
            if (!_objects.Remove((plural, namespaceName, name), out JsonObject? item))
                return;
            item["metadata"]!["resourceVersion"] = Text(++_version);
            Append(plural, "DELETED", item);
        }
    }

    /// <summary>Tells all watches how far they are, without a change.</summary>
    public void Bookmark(string plural)
    {
        lock (_lock)
            Append(plural, "BOOKMARK", new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = Text(++_version) } });
    }

    /// <summary>Breaks all watches, or ends them as a server does after their time. What happens after it, they do not tell any more.</summary>
    public void EndWatches(bool cleanly)
    {
        lock (_lock)
        {
            _watchesEndCleanly = cleanly;
            WatchLife ended = _watchLife;
            _watchLife = new WatchLife();
            ended.EndedAt = _version;
            ended.Ended.SetResult();
        }
    }

    /// <summary>Forgets the history and all continuations: whoever is behind must list again.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _compactedUpTo = _version;
            _continuations.Clear();
        }
    }

    /// <summary>The versions of all objects of a kind by name.</summary>
    public IReadOnlyDictionary<string, string> VersionsOf(string plural)
    {
        lock (_lock)
            return _objects.Where(entry => entry.Key.Plural == plural).ToDictionary(entry => $"{entry.Key.Namespace}/{entry.Key.Name}", entry => entry.Value["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    public JsonObject? Find(string plural, string namespaceName, string name)
    {
        lock (_lock)
            return (JsonObject?)_objects.GetValueOrDefault((plural, namespaceName, name))?.DeepClone();
    }

    public IReadOnlyList<JsonObject> All(string plural)
    {
        lock (_lock)
            return [.. _objects.Where(entry => entry.Key.Plural == plural).Select(entry => (JsonObject)entry.Value.DeepClone())];
    }

    /// <summary>Waits until the objects are as wanted.</summary>
    public async Task UntilAsync(Func<SmallApiServer, bool> holds)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (holds(this))
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience.Usual);
        }
    }

    public async ValueTask DisposeAsync()
    {
        EndWatches(cleanly: true);
        await _server.DisposeAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private async Task AnswerAsync(HttpContext context)
    {
        if (Interceptor is { } interceptor && await interceptor(context))
            return;

        string[] path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int start = path[0] == "api" ? 2 : 3;
        bool hasNamespace = path.Length > start + 1 && path[start] == "namespaces";
        string namespaceName = hasNamespace ? path[start + 1] : "";
        string[] rest = path[(hasNamespace ? start + 2 : start)..];
        string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        if (rest.Length > 1)
            await AnswerOneAsync(context, (rest[0], namespaceName, rest[1]), body);
        else if (context.Request.Method == "POST")
            await CreateAsync(context, rest[0], namespaceName, body);
        else if (context.Request.Query.ContainsKey("watch"))
            await WatchAsync(context, rest[0], namespaceName);
        else
            await ListAsync(context, rest[0], namespaceName);
    }

    private Task CreateAsync(HttpContext context, string plural, string namespaceName, string body)
    {
        string name = JsonNode.Parse(body)!["metadata"]!["name"]!.GetValue<string>();
        lock (_lock)
        {
            if (_objects.ContainsKey((plural, namespaceName, name)))
                return context.Response.RefuseAsync(409, "AlreadyExists", "it is there");
            Put(plural, namespaceName, name, body);
            return context.Response.JsonAsync(_objects[(plural, namespaceName, name)].ToJsonString(), 201);
        }
    }

    private Task AnswerOneAsync(HttpContext context, (string, string, string) key, string body)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(key, out JsonObject? known))
                return context.Response.RefuseAsync(404, "NotFound", "it is not there");
            if (context.Request.Method is "PUT" or "PATCH")
            {
                JsonObject sent = JsonNode.Parse(body)!.AsObject();
                string? expected = sent["metadata"]?["resourceVersion"]?.GetValue<string>();
                if (expected is not null && expected != known["metadata"]!["resourceVersion"]!.GetValue<string>())
                    return context.Response.RefuseAsync(409, "Conflict", "it changed");
                known = context.Request.Method == "PUT" ? sent : MergePatch.Apply((JsonObject)known.DeepClone(), sent);
                Store(key, known, "MODIFIED");
            }
            else if (context.Request.Method == "DELETE")
            {
                Delete(key.Item1, key.Item2, key.Item3);
            }

            return context.Response.JsonAsync(known.ToJsonString());
        }
    }

    private Task ListAsync(HttpContext context, string plural, string namespaceName)
    {
        lock (_lock)
        {
            string token = context.Request.Query["continue"].ToString();
            (long Version, ImmutableArray<string> Items) all;
            if (token.Length == 0)
                all = (_version, [.. Matching(plural, namespaceName)]);
            else if (!_continuations.Remove(token, out all))
                return context.Response.RefuseAsync(410, "Expired", "the continue token is too old");

            int limit = int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out int asked) ? asked : int.MaxValue;
            string next = "";
            if (all.Items.Length > limit)
                _continuations[next = $"page-{++_continuation}"] = (all.Version, all.Items[limit..]);
            return context.Response.JsonAsync(
                $$"""{"metadata":{"resourceVersion":"{{all.Version}}","continue":"{{next}}"},"items":[{{string.Join(',', all.Items.Take(limit))}}]}""");
        }
    }

    private IEnumerable<string> Matching(string plural, string namespaceName) => _objects
        .Where(entry => entry.Key.Plural == plural && (namespaceName.Length == 0 || entry.Key.Namespace == namespaceName))
        .Select(entry => entry.Value.ToJsonString());

    private async Task WatchAsync(HttpContext context, string plural, string namespaceName)
    {
        long from = long.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture);
        WatchLife life;
        bool tooOld;
        lock (_lock)
        {
            life = _watchLife;
            tooOld = from < _compactedUpTo;
        }

        await context.Response.SendAsync(tooOld
            ? """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n"
            : "");
        if (tooOld)
            return;

        while (!context.RequestAborted.IsCancellationRequested)
        {
            List<StoredEvent> news;
            Task changed;
            bool isLast;
            lock (_lock)
            {
                changed = _changed.Task;
                isLast = life.EndedAt is not null;
                news = [.. _history.Where(entry => entry.Version > from && entry.Plural == plural && !(entry.Version > life.EndedAt))];
                from = news.Count > 0 ? news[^1].Version : from;
            }

            foreach (StoredEvent entry in news)
                await context.Response.SendAsync($$"""{"type":"{{entry.Type}}","object":{{entry.Json}}}""" + "\n");
            if (isLast)
            {
                if (!_watchesEndCleanly)
                    context.Abort();
                return;
            }

            Task gone = Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            await Task.WhenAny(changed, life.Ended.Task, gone);
        }
    }

    private void Store((string Plural, string Namespace, string Name) key, JsonObject item, string type)
    {
        item["metadata"]!["resourceVersion"] = Text(++_version);
        _objects[key] = item;
        Append(key.Plural, type, item);
    }

    private void Append(string plural, string type, JsonObject item)
    {
        _history.Add(new StoredEvent(_version, plural, type, item.ToJsonString()));
        _changed.SetResult();
        _changed = NewSignal();
    }

    /// <summary>The time in which watches are answered; those that began in it end with it.</summary>
    private sealed class WatchLife
    {
        public TaskCompletionSource Ended { get; } = NewSignal();

        /// <summary>Version of the last event that belongs to it; null while it goes on.</summary>
        public long? EndedAt { get; set; }
    }
}
