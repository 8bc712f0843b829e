using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance.Running;

/// <summary>Sends requests exactly as a case writes them.</summary>
internal sealed class KitClient(HttpClient own, HttpClient anonymous)
{
    /// <summary>Bodies of this size are refused by their length: the server is asked before they are sent.</summary>
    private const int Large = 1024 * 1024;

    public async Task<KitAnswer> SendAsync(KitRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await OpenAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Sends a request whose answer is read as it comes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(KitRequest request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(request.Target, UriKind.Relative)) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            message.Headers.ExpectContinue = request.Body.Length > Large;
        }

        var headers = new JsonObject { ["User-Agent"] = "conformance/1", ["Accept"] = "application/json" };
        if (request.Credentials.StartsWith("token:", StringComparison.Ordinal))
            headers["Authorization"] = $"Bearer {request.Credentials["token:".Length..]}";
        foreach ((string name, JsonNode? value) in request.Headers)
            headers[name] = value?.DeepClone();
        foreach ((string name, JsonNode? value) in headers)
        {
            if (value is not null && !message.Headers.TryAddWithoutValidation(name, DocumentPath.Text(value)))
                message.Content?.Headers.TryAddWithoutValidation(name, DocumentPath.Text(value));
        }

        return await (request.Credentials == "own" ? own : anonymous).SendAsync(message, completion, cancellationToken);
    }

    public static async Task<KitAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.Content.Headers.ContentEncoding.Contains("gzip"))
            bytes = await UnpackAsync(bytes, cancellationToken);
        return new KitAnswer((int)answer.StatusCode, Headers(answer), Encoding.UTF8.GetString(bytes));
    }

    public static ILookup<string, string> Headers(HttpResponseMessage answer)
    {
        IEnumerable<KeyValuePair<string, HeaderStringValues>> headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated);
        return headers.SelectMany(header => header.Value.Select(value => (header.Key, value))).ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase);
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed, CancellationToken cancellationToken)
    {
        await using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        await unpacked.CopyToAsync(whole, cancellationToken);
        return whole.ToArray();
    }
}
