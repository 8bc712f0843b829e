using System.Buffers.Binary;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>Reads the entries of a file from its beginning.</summary>
internal sealed class RecordReader(FileStream file)
{
    private readonly byte[] _header = new byte[RecordFormat.HeaderLength];

    /// <summary>Where the last whole entry ends.</summary>
    public long Position { get; private set; }

    /// <summary>Whether something stands after the last whole entry.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The next entry, or null where there is none, or none that is whole.</summary>
    /// <exception cref="DataDirectoryException">An entry is damaged, and it is not the last one: no process can have died while it wrote that.</exception>
    public LogRecord? Next()
    {
        int length = file.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false);
        if (length == 0)
            return null;

        int payloadLength = BinaryPrimitives.ReadInt32LittleEndian(_header);
        bool isWhole = length == _header.Length && payloadLength is > 0 and <= RecordFormat.MaximumPayload;
        byte[] payload = isWhole ? new byte[payloadLength] : [];
        if (!isWhole || file.ReadAtLeast(payload, payloadLength, throwOnEndOfStream: false) < payloadLength)
            return Torn();
        if (RecordFormat.Checksum(payload) != BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(sizeof(int))))
        {
            return file.Position == file.Length
                ? Torn()
                : throw new DataDirectoryException($"{file.Name} is damaged at byte {Position}, before its end: restore it from a copy, or start with an empty folder");
        }

        Position = file.Position;
        return RecordFormat.Read(payload);
    }

    private LogRecord? Torn()
    {
        IsTorn = true;
        return null;
    }
}
