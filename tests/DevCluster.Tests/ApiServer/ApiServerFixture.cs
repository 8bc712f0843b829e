using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Testing;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>A server with the Widget definition, and short ways to talk to it.</summary>
public class ApiServerFixture : DevApiServerFixture, IAsyncLifetime
{
    public const string Widgets = "apis/test.example.com/v1/namespaces/{ns}/widgets";
    public const string Secrets = "api/v1/namespaces/{ns}/secrets";
    public const string ConfigMaps = "api/v1/namespaces/{ns}/configmaps";
    public const string Definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    Task IAsyncLifetime.InitializeAsync() => StartWithWidgetsAsync();

    /// <summary>Starts the server and defines widgets.</summary>
    protected async Task StartWithWidgetsAsync()
    {
        await InitializeAsync();
        ApiAnswer answer = await PostAsync(Definitions, WidgetDefinition.Json);
        Assert.True(answer.Code == 201, answer.Message);
    }

    public Task<ApiAnswer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, "application/json", accept);

    public Task<ApiAnswer> PostAsync(string path, string body, string contentType = "application/json") => SendAsync(HttpMethod.Post, path, body, contentType);

    public Task<ApiAnswer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, "application/json");

    public Task<ApiAnswer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body, "application/json");

    public Task<ApiAnswer> MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<ApiAnswer> JsonPatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/json-patch+json");

    public Task<ApiAnswer> StrategicAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/strategic-merge-patch+json");

    /// <summary>Creates a widget.</summary>
    public Task<ApiAnswer> CreateWidgetAsync(string ns, string name, string spec = "{}", string metadata = "{}")
    {
        JsonObject meta = JsonNode.Parse(metadata)!.AsObject();
        meta["name"] = name;
        return PostAsync(Widgets.In(ns), $$"""{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{{meta.ToJsonString()}},"spec":{{spec}}}""");
    }

    /// <summary>Starts a watch.</summary>
    public async Task<WatchReader> WatchAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Version = new Version(2, 0) };
        if (accept is not null)
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        HttpResponseMessage answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        Assert.Equal(200, (int)answer.StatusCode);
        return new WatchReader(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>Reads an object until it is gone, following its deletion by a watch instead of polling.</summary>
    public async Task WaitUntilGoneAsync(string collection, string name)
    {
        await using WatchReader watch = await WatchAsync($"{collection}?watch=true&fieldSelector=metadata.name%3D{name}&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
        bool isThere = false;
        while (true)
        {
            WatchEvent next = await watch.NextAsync();
            isThere |= next.Type == "ADDED";
            if (next.Type == "DELETED" || (next.Type == "BOOKMARK" && !isThere))
                return;
        }
    }

    /// <summary>Waits for a state of an object, following it by a watch.</summary>
    public async Task<WatchEvent> WaitForAsync(string collection, string name, Func<WatchEvent, bool> isReached)
    {
        await using WatchReader watch = await WatchAsync($"{collection}?watch=true&fieldSelector=metadata.name%3D{name}");
        while (true)
        {
            WatchEvent next = await watch.NextAsync();
            if (isReached(next))
                return next;
        }
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string contentType, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Version = new Version(2, 0) };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using HttpResponseMessage answer = await Client.SendAsync(request).WaitAsync(Patience);
        string text = await answer.Content.ReadAsStringAsync();
        bool isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        string[] warnings = answer.Headers.TryGetValues("Warning", out IEnumerable<string>? values) ? [.. values] : [];
        return new ApiAnswer((int)answer.StatusCode, isJson ? JsonNode.Parse(text) : JsonValue.Create(text), warnings);
    }
}
