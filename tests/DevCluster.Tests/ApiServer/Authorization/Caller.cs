using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Authorization;

/// <summary>Sends requests as somebody: the bearer of a token, or whom an administrator impersonates.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _client;

    private Caller(HttpClient client) => _client = client;

    public static Caller WithToken(ApiServerFixture server, string token) => new(server.Server.CreateClient(token));

    public static Caller Impersonating(ApiServerFixture server, string user, params string[] groups)
    {
        HttpClient client = server.Server.CreateClient("fixture-token");
        client.DefaultRequestHeaders.Add("Impersonate-User", user);
        foreach (string group in groups)
            client.DefaultRequestHeaders.Add("Impersonate-Group", group);
        return new Caller(client);
    }

    public Caller With(string header, string value)
    {
        _client.DefaultRequestHeaders.Add(header, value);
        return this;
    }

    public async Task<ApiAnswer> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Version = new Version(2, 0) };
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(method == "PATCH" ? "application/merge-patch+json" : "application/json"));
        using HttpResponseMessage answer = await _client.SendAsync(request);
        return new ApiAnswer((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()), []);
    }

    public void Dispose() => _client.Dispose();
}
