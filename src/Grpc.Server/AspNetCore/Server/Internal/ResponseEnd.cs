using System.Globalization;
using Grpc.Core;
using Grpc.Core.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Writes how a call ended: as trailers, or as headers when nothing else was sent.</summary>
internal static class ResponseEnd
{
    public static void Write(HttpResponse response, Status status, Metadata trailers)
    {
        IHeaderDictionary destination = response.HasStarted
            ? response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : response.Headers;
        destination[GrpcProtocol.StatusHeader] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
        {
            destination[GrpcProtocol.MessageHeader] = PercentEncoding.Encode(status.Detail);
        }

        WriteMetadata(destination, trailers);
    }

    public static void WriteMetadata(IHeaderDictionary destination, Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
        {
            if (!GrpcProtocol.IsReservedHeader(entry.Key))
            {
                destination[entry.Key] = StringValues.Concat(destination[entry.Key], MetadataReader.Encode(entry));
            }
        }
    }
}
