using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Moving;

/// <summary>One of the two management clusters of a move.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="http">Its API server, with credentials; paths are relative to it.</param>
internal sealed class MoveEnd(string name, HttpClient http)
{
    /// <summary>The objects of a collection; none where the server does not know the kind.</summary>
    public async Task<IReadOnlyList<MovedObject>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        JsonObject? list = await SendAsync(HttpMethod.Get, folder, body: null, mayBeGone: true, cancellationToken);
        return [.. (list?["items"]?.AsArray() ?? []).Select(item => new MovedObject(folder, item!.AsObject()))];
    }

    /// <summary>One object, or null where there is none.</summary>
    public Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, mayBeGone: true, cancellationToken);

    /// <summary>Creates an object.</summary>
    public async Task<JsonObject> CreateAsync(string folder, JsonObject content, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, folder, content, mayBeGone: false, cancellationToken))!;

    /// <summary>Writes over an object.</summary>
    public async Task<JsonObject> ReplaceAsync(string path, JsonObject content, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Put, path, content, mayBeGone: false, cancellationToken))!;

    /// <summary>Changes fields of an object. One that is gone already is no failure.</summary>
    /// <returns>Whether it is there.</returns>
    public async Task<bool> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Patch, path, patch, mayBeGone: true, cancellationToken) is not null;

    /// <summary>Asks for the deletion of an object. One that is gone already is no failure.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, body: null, mayBeGone: true, cancellationToken);

    private async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonObject? body, bool mayBeGone, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
            using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (mayBeGone && answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            JsonObject content = JsonNode.Parse(text)!.AsObject();
            return answer.IsSuccessStatusCode ? content : throw Failed(method, path, content["message"]?.GetValue<string>() ?? $"it answered {(int)answer.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw Failed(method, path, exception.Message);
        }
    }

    private DevClusterException Failed(HttpMethod method, string path, string why) => new($"The move stopped at {method} {path} in the {name}: {why}");
}
