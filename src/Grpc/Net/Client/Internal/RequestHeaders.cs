using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>Writes the headers that open a call.</summary>
internal static class RequestHeaders
{
    private static readonly ProductInfoHeaderValue UserAgent = new(
        "grpc-elemental-dotnet", typeof(RequestHeaders).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0.0.0");

    public static void Write(HttpRequestMessage request, TimeSpan? timeout, string? host, params ReadOnlySpan<Metadata> metadata)
    {
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue(GrpcProtocol.TrailersValue));
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, GrpcProtocol.IdentityEncoding);
        if (timeout is { } limit)
        {
            request.Headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, GrpcTimeout.Encode(limit));
        }

        foreach (Metadata entries in metadata)
        {
            foreach (Metadata.Entry entry in entries)
            {
                Add(request.Headers, entry);
            }
        }
    }

    private static void Add(HttpRequestHeaders headers, Metadata.Entry entry)
    {
        if (entry.Key == "user-agent")
        {
            headers.UserAgent.Clear();
        }

        if (!GrpcProtocol.IsReservedHeader(entry.Key)
            && !headers.TryAddWithoutValidation(entry.Key, MetadataReader.Encode(entry)))
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{entry.Key}' cannot be sent as a request header."));
        }
    }
}
