using FsCheck;
using FsCheck.Fluent;
using Grpc.Core.Internal;

namespace ElementalProvider.GrpcTests;

/// <summary>How text and bytes travel in headers.</summary>
public sealed class HeaderEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text, ~!", "plain text, ~!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("größer", "gr%C3%B6%C3%9Fer")]
    [InlineData("🚀", "%F0%9F%9A%80")]
    public void A_status_message_is_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%4", "%4")]
    public void A_status_message_that_is_badly_encoded_is_kept(string received, string expected) =>
        Assert.Equal(expected, PercentEncoding.Decode(received));

    [Fact]
    public void Every_status_message_survives()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<UnicodeString>(), text =>
        {
            string valid = string.Concat(text.Get.EnumerateRunes());
            string encoded = PercentEncoding.Encode(valid);
            return encoded.All(character => character is >= ' ' and <= '~') && PercentEncoding.Decode(encoded) == valid;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("AAH/", new byte[] { 0, 1, 255 })]
    [InlineData("AAE", new byte[] { 0, 1 })]
    [InlineData("AAE=", new byte[] { 0, 1 })]
    [InlineData("AA", new byte[] { 0 })]
    [InlineData("AA==", new byte[] { 0 })]
    [InlineData(" AA", new byte[] { 0 })]
    [InlineData("", new byte[0])]
    public void Bytes_are_read_with_and_without_padding(string text, byte[] expected)
    {
        Assert.True(BinaryHeader.TryDecode(text, out byte[] bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("!!!!")]
    [InlineData("AA-_")]
    public void What_is_no_base64_is_refused(string text) => Assert.False(BinaryHeader.TryDecode(text, out _));

    [Fact]
    public void All_bytes_survive_and_carry_no_padding()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            string encoded = BinaryHeader.Encode(bytes);
            return !encoded.Contains('=') && BinaryHeader.TryDecode(encoded, out byte[] decoded) && decoded.SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }
}
