using System.Buffers.Binary;

namespace ElementalProvider.DevCluster.ApiServer.Wire;

/// <summary>Reads protobuf fields from a span.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Number of the field just read.</summary>
    public int Number { get; private set; }

    /// <summary>Its value, if it is a number.</summary>
    public ulong Value { get; private set; }

    /// <summary>Its bytes, if it is a string or a message.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <exception cref="FormatException">The bytes are no message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        ulong tag = ReadVarint();
        Number = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case Varint:
                Value = ReadVarint();
                break;
            case Fixed64:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case Delimited:
                Payload = Take(checked((int)ReadVarint()));
                break;
            case Fixed32:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException("proto: illegal wireType");
        }

        return true;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new FormatException("proto: integer overflow");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new FormatException("proto: unexpected EOF");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
