using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>Which gRPC status a response, its trailers or a failure of HTTP means.</summary>
internal static class CallStatus
{
    /// <summary>The end of a call that is told by its response headers alone, or null when messages may follow.</summary>
    public static (Status Status, Metadata Trailers)? FromResponseHeaders(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK && !response.Headers.Contains(GrpcProtocol.StatusHeader))
        {
            StatusCode code = FromHttpStatus(response.StatusCode);
            return (new Status(code, $"The server answered with HTTP status {(int)response.StatusCode}."), []);
        }

        string? contentType = response.Content.Headers.TryGetValues("content-type", out IEnumerable<string>? values)
            ? string.Join(',', values)
            : null;
        if (!GrpcProtocol.IsGrpcContentType(contentType))
        {
            return (new Status(StatusCode.Unknown, $"The server answered with content type '{contentType}' instead of gRPC's."), []);
        }

        return response.Headers.Contains(GrpcProtocol.StatusHeader)
            ? (FromTrailers(response.Headers), ReadMetadata(response.Headers))
            : null;
    }

    /// <summary>The status in trailers, or in the headers of a response that has nothing else.</summary>
    public static Status FromTrailers(HttpResponseHeaders trailers)
    {
        if (!trailers.TryGetValues(GrpcProtocol.StatusHeader, out IEnumerable<string>? codes))
        {
            return new Status(StatusCode.Unknown, $"The response ended without '{GrpcProtocol.StatusHeader}'.");
        }

        string detail = trailers.TryGetValues(GrpcProtocol.MessageHeader, out IEnumerable<string>? messages)
            ? PercentEncoding.Decode(string.Join(',', messages))
            : "";
        string code = string.Join(',', codes);
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new Status((StatusCode)number, detail)
            : new Status(StatusCode.Unknown, $"The server sent '{code}' as '{GrpcProtocol.StatusHeader}'.");
    }

    public static Metadata ReadMetadata(HttpResponseHeaders headers)
    {
        Metadata metadata = [];
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            foreach (string value in values)
            {
                MetadataReader.Add(metadata, name, value);
            }
        }

        return metadata;
    }

    /// <summary>The mapping of grpc/doc/http-grpc-status-mapping.md, for answers of proxies that know no gRPC.</summary>
    public static StatusCode FromHttpStatus(HttpStatusCode httpStatus) => httpStatus switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>The status of a failure between here and the server.</summary>
    public static Status FromException(Exception exception) => exception switch
    {
        RpcException rpc => rpc.Status,
        OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled.", exception),
        _ when FindProtocolError(exception) is { } error => new Status(
            FromHttp2Error(error.ErrorCode), $"The server reset the stream with HTTP/2 error {error.ErrorCode}.", exception),
        HttpRequestException or IOException => new Status(
            StatusCode.Unavailable, $"The server could not be reached: {exception.Message}", exception),
        _ => new Status(StatusCode.Internal, $"The call failed: {exception.Message}", exception),
    };

    /// <summary>The mapping of RST_STREAM codes in grpc/doc/PROTOCOL-HTTP2.md.</summary>
    public static StatusCode FromHttp2Error(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    private static HttpProtocolException? FindProtocolError(Exception? exception)
    {
        while (exception is not null and not HttpProtocolException)
        {
            exception = exception.InnerException;
        }

        return (HttpProtocolException?)exception;
    }
}
