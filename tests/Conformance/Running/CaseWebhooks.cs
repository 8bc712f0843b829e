using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.Conformance.Running;

/// <summary>Answers admission reviews as cases tell it to.</summary>
internal sealed class CaseWebhooks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (JsonArray Answers, ConcurrentQueue<JsonNode> Calls)> _hooks = new(StringComparer.Ordinal);
    private LoopbackTlsServer _server = null!;

    private CaseWebhooks()
    {
    }

    /// <summary>Such as https://127.0.0.1:40123/.</summary>
    public string Address => _server.Address.ToString();

    /// <summary>What the server's certificate is checked with: PEM in base64.</summary>
    public string CertificateAuthority => _server.CaBundle;

    public static async Task<CaseWebhooks> StartAsync()
    {
        CaseWebhooks webhooks = new();
        webhooks._server = await LoopbackTlsServer.StartAsync(webhooks.AnswerAsync);
        return webhooks;
    }

    /// <summary>Starts to serve a path, or to serve it otherwise.</summary>
    public void Serve(string path, JsonArray answers) => _hooks[path] = (answers, new ConcurrentQueue<JsonNode>());

    /// <summary>The reviews that came for a path.</summary>
    public IReadOnlyList<JsonNode> Calls(string path, bool clear)
    {
        ConcurrentQueue<JsonNode> calls = _hooks[path].Calls;
        JsonNode[] all = [.. calls];
        if (clear)
            calls.Clear();
        return all;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        JsonNode review = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        JsonObject response = new() { ["allowed"] = true };
        if (_hooks.TryGetValue(context.Request.Path.Value ?? string.Empty, out (JsonArray Answers, ConcurrentQueue<JsonNode> Calls) hook))
        {
            hook.Calls.Enqueue(review);
            response = hook.Answers.FirstOrDefault(answer => Fits(answer!, review))?["response"]?.DeepClone().AsObject() ?? response;
        }

        if (response.Remove("delay", out JsonNode? delay))
            await Task.Delay(TimeSpan.FromSeconds(delay!.GetValue<double>()), context.RequestAborted);
        context.Response.StatusCode = response.Remove("http", out JsonNode? status) ? status!.GetValue<int>() : StatusCodes.Status200OK;
        if (response["patch"] is { } patch)
        {
            response["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString()));
            response["patchType"] ??= "JSONPatch";
        }

        response["uid"] = review["request"]!["uid"]!.DeepClone();
        context.Response.ContentType = "application/json";
        var answerReview = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        await context.Response.WriteAsync(answerReview.ToJsonString(), context.RequestAborted);
    }

    private static bool Fits(JsonNode answer, JsonNode review) =>
        (answer["when"]?.AsArray() ?? []).All(rule => Assertion.Check(rule!.AsArray(), path => DocumentPath.Find(review, path)) is null);
}
