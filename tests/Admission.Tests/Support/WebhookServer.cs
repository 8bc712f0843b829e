using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Testing.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Admission.Tests.Support;

/// <summary>The webhooks on a real server; TLS is the manager's matter.</summary>
public sealed class WebhookServer : IAsyncLifetime
{
    private readonly RecordingLog _log = new();
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });

    public WebhookServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddAdmission();
        _app = builder.Build();
        _app.MapAdmission();
    }

    /// <summary>What was logged so far.</summary>
    public string Logged => _log.ToString();

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _log.Dispose();
    }

    /// <summary>Posts a body as it is.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string body, string? contentType = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        // Lets the server refuse before the body is on its way.
        request.Headers.ExpectContinue = true;
        return await _client.SendAsync(request);
    }

    /// <summary>Gets a path.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Asks a question that must get a verdict.</summary>
    public async Task<JsonObject> AskAsync(string kind, JsonObject question)
    {
        using HttpResponseMessage answer = await PostAsync(Questions.PathOf(kind), question.ToJsonString(), "application/json");
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!.AsObject();
    }
}
