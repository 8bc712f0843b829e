using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    /// <summary>The reference server compresses from this size on.</summary>
    private const int CompressedFrom = 128 * 1024;

    public static Task WriteAsync(HttpContext context, int status, JsonNode body, MediaFormat media)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        JsonText.Write(buffer, body);
        return WriteAsync(context, status, buffer.WrittenMemory, media);
    }

    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="json">The body as compact JSON.</param>
    /// <param name="media">How the client wants it.</param>
    /// <param name="contentType">Content type, where it is not the usual one of the format.</param>
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json, MediaFormat media, string? contentType = null)
    {
        ReadOnlyMemory<byte> body = media switch
        {
            MediaFormat.Yaml => Encoding.UTF8.GetBytes(YamlWriter.Write(JsonText.Parse(json.Span))),
            MediaFormat.PrettyJson => Indented(json),
            _ => json,
        };
        return WriteBytesAsync(context, status, body, contentType ?? (media == MediaFormat.Yaml ? "application/yaml" : "application/json"));
    }

    public static Task WriteTextAsync(HttpContext context, int status, string text) =>
        WriteBytesAsync(context, status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static bool MayCompress(HttpRequest request) => request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);

    private static async Task WriteBytesAsync(HttpContext context, int status, ReadOnlyMemory<byte> body, string contentType)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (body.Length >= CompressedFrom && MayCompress(context.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body, context.RequestAborted);
            return;
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Indented(ReadOnlyMemory<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length * 2);
        JsonText.Write(buffer, JsonText.Parse(json.Span), indented: true);
        return buffer.WrittenMemory;
    }
}
