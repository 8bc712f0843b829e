using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Wire;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Reads request bodies.</summary>
internal sealed class RequestBodies(ProtobufDecoder protobuf)
{
    /// <summary>The limit of the reference server.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <exception cref="ApiStatusException">413: the body is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaximumBytes)
            throw ApiErrors.TooLarge();
        var buffer = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (true)
        {
            int read = await request.Body.ReadAsync(buffer.GetMemory(4096), cancellationToken);
            if (read == 0)
                return buffer.WrittenMemory;
            buffer.Advance(read);
            if (buffer.WrittenCount > MaximumBytes)
                throw ApiErrors.TooLarge();
        }
    }

    /// <summary>The content type without parameters.</summary>
    public static string ContentType(HttpRequest request) => (request.ContentType ?? string.Empty).Split(';')[0].Trim();

    /// <summary>Reads a whole object.</summary>
    /// <exception cref="ApiStatusException">400, 413 or 415.</exception>
    public async Task<DecodedBody> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await ReadAsync(request, cancellationToken);
        return Decode(bytes, ContentType(request));
    }

    /// <summary>Decodes an object.</summary>
    /// <exception cref="ApiStatusException">400 or 415.</exception>
    public DecodedBody Decode(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var duplicates = new List<string>();
        JsonNode? root = contentType switch
        {
            "" or "application/json" => Parse(bytes, isYaml: false, duplicates),
            "application/yaml" => Parse(bytes, isYaml: true, duplicates),
            ProtobufDecoder.ContentType => ParseProtobuf(bytes),
            _ => throw ApiErrors.UnsupportedMediaType("the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"),
        };
        // A null is an object with nothing in it.
        return (root ?? new JsonObject()) is JsonObject parsed ? new DecodedBody(parsed, duplicates) : throw ApiErrors.BadRequest("couldn't get version/kind; json parse error: json: cannot unmarshal the body into an object with apiVersion and kind");
    }

    private JsonObject ParseProtobuf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return protobuf.Decode(bytes.Span);
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            throw ApiErrors.BadRequest(problem.Message);
        }
    }

    /// <exception cref="ApiStatusException">400: the text is neither.</exception>
    public static JsonNode? Parse(ReadOnlyMemory<byte> bytes, bool isYaml, ICollection<string>? duplicates)
    {
        try
        {
            return isYaml ? YamlText.Parse(Encoding.UTF8.GetString(bytes.Span), duplicates) : JsonText.Parse(bytes.Span, duplicates);
        }
        catch (JsonException problem)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type Object): couldn't get version/kind; json parse error: {problem.Message}");
        }
    }
}
