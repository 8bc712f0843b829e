namespace Grpc.Core.Internal;

/// <summary>Collects received headers or trailers as metadata.</summary>
internal static class MetadataReader
{
    /// <summary>Adds one received header field unless it belongs to the protocol.</summary>
    /// <exception cref="RpcException">A <c>-bin</c> value is no base64; the status is <see cref="StatusCode.Internal"/>.</exception>
    public static void Add(Metadata metadata, string name, string value)
    {
        if (GrpcProtocol.IsReservedHeader(name))
        {
            return;
        }

        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(Metadata.Entry.Received(name, value));
            return;
        }

        foreach (Range part in value.AsSpan().Split(','))
        {
            if (!BinaryHeader.TryDecode(value.AsSpan(part), out byte[] bytes))
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{name}' is not base64."));
            }

            metadata.Add(Metadata.Entry.Received(name, bytes));
        }
    }

    /// <summary>The text that a metadata entry has on the wire.</summary>
    public static string Encode(Metadata.Entry entry) => entry.IsBinary ? BinaryHeader.Encode(entry.BinarySpan) : entry.Value;
}
