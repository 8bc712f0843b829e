using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

/// <summary>Admission webhooks whose answers tests decide, by path.</summary>
public sealed class TestWebhooks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<JsonObject, JsonObject?>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private LoopbackTlsServer _server = null!;

    private TestWebhooks()
    {
    }

    public int Port => _server.Address.Port;

    /// <summary>What a clientConfig's caBundle must hold.</summary>
    public string CaBundle => _server.CaBundle;

    /// <summary>Starts a server that is known as 127.0.0.1 and by <paramref name="dnsName"/>.</summary>
    public static async Task<TestWebhooks> StartAsync(string dnsName)
    {
        TestWebhooks webhooks = new();
        webhooks._server = await LoopbackTlsServer.StartAsync(webhooks.ServeAsync, dnsName);
        return webhooks;
    }

    /// <summary>Decides what reviews on a path get as response, given their request; null never answers.</summary>
    /// <returns>The address of the path.</returns>
    public string On(string path, Func<JsonObject, JsonObject?> answer)
    {
        _answers[path] = answer;
        return $"https://127.0.0.1:{Port}/{path}";
    }

    /// <summary>The requests that a path has got, in order.</summary>
    public IReadOnlyList<JsonObject> Calls(string path) => _calls.TryGetValue(path, out ConcurrentQueue<JsonObject>? calls) ? [.. calls] : [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.TrimStart('/');
        JsonObject request = (await JsonNode.ParseAsync(context.Request.Body))!["request"]!.AsObject();
        request["query"] = context.Request.QueryString.Value;
        _calls.GetOrAdd(path, _ => new ConcurrentQueue<JsonObject>()).Enqueue(request);
        if (_answers[path](request) is not { } response)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token).Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        response.TryAdd("uid", request["uid"]!.DeepClone());
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response }.ToJsonString());
    }
}
