using Google.Protobuf;

namespace ElementalProvider.DevCluster.ApiServer.Wire;

/// <summary>A field of a message of which no class was generated.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Value">Its value, if it is a number.</param>
/// <param name="Payload">Its bytes, if it is a text or a message.</param>
internal readonly record struct ProtobufField(int Number, ulong Value, ByteString Payload)
{
    /// <summary>The fields of a message, in order.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no message.</exception>
    public static IEnumerable<ProtobufField> In(ByteString message)
    {
        using CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    yield return new ProtobufField(number, input.ReadUInt64(), ByteString.Empty);
                    break;
                case WireFormat.WireType.Fixed64:
                    yield return new ProtobufField(number, input.ReadFixed64(), ByteString.Empty);
                    break;
                case WireFormat.WireType.Fixed32:
                    yield return new ProtobufField(number, input.ReadFixed32(), ByteString.Empty);
                    break;
                case WireFormat.WireType.LengthDelimited:
                    yield return new ProtobufField(number, 0, input.ReadBytes());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }
}
