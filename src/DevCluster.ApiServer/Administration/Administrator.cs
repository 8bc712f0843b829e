using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Administration;

/// <summary>Somebody with all rights who sets up a server over its own API. Disposing closes the connection.</summary>
/// <param name="client">Its base address is the server.</param>
internal sealed class Administrator(HttpClient client) : IDisposable
{
    private const string FieldManager = "elemental-dev";

    /// <summary>Creates an object, or brings the one that is there to this state (server-side apply).</summary>
    /// <exception cref="JsonException">The text is no object.</exception>
    /// <exception cref="HttpRequestException">The server refuses.</exception>
    public async Task ApplyAsync(string manifest, CancellationToken cancellationToken)
    {
        JsonObject wanted = YamlText.Parse(manifest) as JsonObject ?? throw new JsonException("the manifest is empty");
        string path = ManifestPath.Of(wanted);
        await SendAsync(HttpMethod.Patch, $"{path}?fieldManager={FieldManager}&force=true", wanted, "application/apply-patch+yaml", cancellationToken);
    }

    /// <summary>Gets a token of a service account.</summary>
    /// <exception cref="HttpRequestException">The server refuses.</exception>
    public async Task<string> RequestTokenAsync(string namespaceName, string name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        JsonObject request = new() { ["spec"] = new JsonObject { ["expirationSeconds"] = (long)lifetime.TotalSeconds } };
        JsonObject answer = await SendAsync(
            HttpMethod.Post, $"api/v1/namespaces/{namespaceName}/serviceaccounts/{name}/token", request, "application/json", cancellationToken);
        return answer.Text("status", "token")!;
    }

    public void Dispose() => client.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject body, string mediaType, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(JsonText.ToUtf8(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        JsonObject answer = JsonText.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return response.IsSuccessStatusCode
            ? answer
            : throw new HttpRequestException(
                answer.Text("message") ?? string.Create(CultureInfo.InvariantCulture, $"the server answered {(int)response.StatusCode}"), null, response.StatusCode);
    }
}
