using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>
/// How an entry lies on disk: length of the payload (4 bytes), CRC-32C of the payload (4), payload. The payload is kind (1), version (8), resource,
/// namespace, name, number of fields and the fields' names and values, JSON. Numbers are little endian, texts UTF-8 after their length (4).
/// </summary>
internal static class RecordFormat
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 8;

    /// <summary>More than any entry has: what claims to be longer is no entry.</summary>
    public const int MaximumPayload = 64 * 1024 * 1024;

    /// <summary>Appends an entry to a buffer.</summary>
    public static void Write(ArrayBufferWriter<byte> buffer, LogRecord record)
    {
        int start = buffer.WrittenCount;
        buffer.GetSpan(HeaderLength)[..HeaderLength].Clear();
        buffer.Advance(HeaderLength);
        Span<byte> head = buffer.GetSpan(1 + sizeof(long));
        head[0] = (byte)record.Kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], record.Version);
        buffer.Advance(1 + sizeof(long));
        WriteText(buffer, record.Key.Resource);
        WriteText(buffer, record.Key.Namespace);
        WriteText(buffer, record.Key.Name);
        WriteNumber(buffer, record.Fields.Count);
        foreach ((string name, string value) in record.Fields)
        {
            WriteText(buffer, name);
            WriteText(buffer, value);
        }

        WriteNumber(buffer, record.Json.Length);
        buffer.Write(record.Json.Span);

        Span<byte> written = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span[start..];
        BinaryPrimitives.WriteInt32LittleEndian(written, written.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(written[sizeof(int)..], Checksum(written[HeaderLength..]));
    }

    /// <summary>Reads a payload whose checksum is right.</summary>
    public static LogRecord Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new PayloadReader(payload);
        LogRecordKind kind = (LogRecordKind)reader.Byte();
        long version = reader.Long();
        var key = new StoreKey(reader.Text(), reader.Text(), reader.Text());
        int count = reader.Number();
        Dictionary<string, string> fields = new(count, StringComparer.Ordinal);
        for (int field = 0; field < count; field++)
            fields.Add(reader.Text(), reader.Text());
        return new LogRecord { Kind = kind, Version = version, Key = key, Fields = fields, Json = reader.Bytes() };
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte each in bytes)
            crc = BitOperations.Crc32C(crc, each);
        return ~crc;
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        WriteNumber(buffer, length);
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), number);
        buffer.Advance(sizeof(int));
    }

    private sealed class PayloadReader(ReadOnlyMemory<byte> rest)
    {
        private ReadOnlyMemory<byte> _rest = rest;

        public byte Byte() => Take(1)[0];

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public int Number() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public string Text() => Encoding.UTF8.GetString(Take(Number()));

        public ReadOnlyMemory<byte> Bytes()
        {
            int length = Number();
            ReadOnlyMemory<byte> bytes = _rest[..length];
            _rest = _rest[length..];
            return bytes;
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            ReadOnlySpan<byte> taken = _rest.Span[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
