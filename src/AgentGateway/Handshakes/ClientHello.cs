using System.Buffers;
using System.Buffers.Binary;

namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>How much of the first message of TLS a peer has sent.</summary>
internal enum HelloProgress
{
    /// <summary>A beginning, or nothing yet.</summary>
    Partial,

    /// <summary>All of it: the handshake can be computed without waiting for the peer first.</summary>
    Whole,

    /// <summary>Something else: the peer does not speak TLS.</summary>
    Nonsense,
}

/// <summary>Recognizes a whole ClientHello, without understanding what it says: the handshake does that.</summary>
internal static class ClientHello
{
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const byte HandshakeRecord = 22;
    private const byte MajorVersion = 3;
    private const byte HelloMessage = 1;
    private const int LongestRecord = 16 * 1024;
    // With every extension there is, keys that withstand quantum computers included, it is a tenth of this.
    private const int LongestHello = 32 * 1024;

    /// <summary>How far it has come. A message may be cut into several records.</summary>
    /// <param name="received">All that the peer has sent.</param>
    public static HelloProgress Read(ReadOnlySequence<byte> received)
    {
        SequenceReader<byte> reader = new(received);
        Span<byte> message = stackalloc byte[MessageHeader];
        int known = 0;
        long body = 0;
        while (true)
        {
            if (!TryReadRecord(ref reader, out int length, out bool isRecord))
                return isRecord ? HelloProgress.Partial : HelloProgress.Nonsense;

            int here = (int)Math.Min(length, reader.Remaining);
            int header = Math.Min(MessageHeader - known, here);
            reader.TryCopyTo(message.Slice(known, header));
            reader.Advance(here);
            known += header;
            body += here - header;
            if (known > 0 && message[0] != HelloMessage)
                return HelloProgress.Nonsense;

            if (known == MessageHeader)
            {
                int wanted = BinaryPrimitives.ReadInt32BigEndian(message) & 0xFFFFFF;
                if (wanted > LongestHello)
                    return HelloProgress.Nonsense;
                if (body >= wanted)
                    return HelloProgress.Whole;
            }

            if (here < length)
                return HelloProgress.Partial;
        }
    }

    // What can be seen of a header is judged even before all of it is there: one byte tells who speaks another protocol.
    private static bool TryReadRecord(ref SequenceReader<byte> reader, out int length, out bool isRecord)
    {
        length = 0;
        isRecord = (!reader.TryPeek(0, out byte type) || type == HandshakeRecord) && (!reader.TryPeek(1, out byte major) || major == MajorVersion);
        if (!isRecord || reader.Remaining < RecordHeader)
            return false;

        reader.Advance(RecordHeader - sizeof(ushort));
        reader.TryReadBigEndian(out short size);
        length = (ushort)size;
        isRecord = length is > 0 and <= LongestRecord;
        return isRecord;
    }
}
