using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ElementalProvider.DevCluster.ApiServer.PortForward;

/// <summary>
/// Reads the header blocks of one SPDY/3.1 connection. All of them are one stream of zlib with a dictionary that both sides know (section 2.6.10.1 of the
/// protocol). The platform's inflater takes no dictionary; it is shown it as data that came before, which comes to the same.
/// </summary>
internal sealed class SpdyHeaderReader : IDisposable
{
    private const int MaximumPairs = 64;
    private const int MaximumLength = 4096;
    private const int ZlibHeader = 2;
    private const int DictionaryId = 4;
    private const byte HasDictionary = 0x20;

    private static readonly string[] Words =
    [
        "options", "head", "post", "put", "delete", "trace", "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "age", "allow",
        "authorization", "cache-control", "connection", "content-base", "content-encoding", "content-language", "content-length", "content-location",
        "content-md5", "content-range", "content-type", "date", "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since", "if-none-match",
        "if-range", "if-unmodified-since", "last-modified", "location", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization", "range",
        "referer", "retry-after", "server", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "warning", "www-authenticate",
        "method", "get", "status", "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin",
    ];

    private const string Phrases =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content"
        + "301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
        + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,"
        + "application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _inflater;
    private bool _hasBegun;

    public SpdyHeaderReader() => _inflater = new DeflateStream(_compressed, CompressionMode.Decompress);

    /// <summary>The dictionary: words with their lengths, then phrases.</summary>
    public static byte[] Dictionary { get; } = MakeDictionary();

    public void Dispose() => _inflater.Dispose();

    /// <summary>Reads the block of one frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        if (!_hasBegun)
            block = Begin(block);
        Feed(block);
        int pairs = ReadNumber(MaximumPairs);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        for (int pair = 0; pair < pairs; pair++)
        {
            string name = ReadText();
            headers[name] = ReadText();
        }

        return headers;
    }

    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> block)
    {
        _hasBegun = true;
        if (block.Length < ZlibHeader + DictionaryId)
            throw new InvalidDataException("the first header block is too short");

        // A block of deflate that is stored as it is: not the last one, its length, and the length's complement.
        byte[] stored = new byte[5 + Dictionary.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(1), (ushort)Dictionary.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(3), (ushort)~Dictionary.Length);
        Dictionary.CopyTo(stored, 5);
        Feed(stored);
        _inflater.ReadExactly(new byte[Dictionary.Length]);
        return block[((block[1] & HasDictionary) != 0 ? ZlibHeader + DictionaryId : ZlibHeader)..];
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        _compressed.SetLength(0);
        _compressed.Write(bytes);
        _compressed.Position = 0;
    }

    private string ReadText()
    {
        byte[] text = new byte[ReadNumber(MaximumLength)];
        _inflater.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    private int ReadNumber(int most)
    {
        Span<byte> bytes = stackalloc byte[4];
        _inflater.ReadExactly(bytes);
        uint number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return number <= most ? (int)number : throw new InvalidDataException("a header block is larger than anybody's");
    }

    private static byte[] MakeDictionary()
    {
        using MemoryStream dictionary = new();
        Span<byte> length = stackalloc byte[4];
        foreach (string word in Words)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, word.Length);
            dictionary.Write(length);
            dictionary.Write(Encoding.ASCII.GetBytes(word));
        }

        dictionary.Write(Encoding.ASCII.GetBytes(Phrases));
        return dictionary.ToArray();
    }
}
