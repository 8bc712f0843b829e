using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ElementalProvider.Tokens.Tests;

public sealed class JwsTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void What_a_key_has_signed_comes_back()
    {
        Assert.True(Jws.TryOpen(Jws.Sign(_key, "anything"u8), _key, out byte[]? payload, out _));
        Assert.Equal("anything"u8, payload);
    }

    [Fact]
    public void What_another_key_has_signed_does_not()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.False(Jws.TryOpen(Jws.Sign(other, "anything"u8), _key, out byte[]? payload, out string? reason));
        Assert.Null(payload);
        Assert.Equal("the signature of the token was not made with the expected key", reason);
    }

    [Theory]
    [InlineData("""{"alg":"\ud800"}""")]
    [InlineData("""{"alg":5}""")]
    [InlineData("""["alg"]""")]
    [InlineData("{")]
    [InlineData("")]
    public void A_header_that_nothing_can_be_read_of_is_refused_with_a_sentence(string header)
    {
        string token = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.YQ.YQ";

        Assert.False(Jws.TryOpen(token, _key, out _, out string? reason));
        Assert.Equal("the token is not a well-formed JWT", reason);
    }

    public static TheoryData<byte[]> NoTexts =>
    [
        [.. """{"sub":"\ud800"}"""u8],
        [.. """{"aud":["a","\udc00\ud800"]}"""u8],
        [.. "{\"sub\":\""u8, 0xff, .. "\"}"u8],
        [.. "{\"aud\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8],
    ];

    [Theory]
    [MemberData(nameof(NoTexts))]
    public void A_payload_that_is_no_text_is_refused_with_a_sentence(byte[] payload)
    {
        string token = Jws.Sign(_key, payload);

        JwtVerdict verdict = Jwt.Verify(token, _key.ExportSubjectPublicKeyInfoPem(), new JwtExpectations { Audience = "a", Clock = TimeProvider.System });

        Assert.Equal("the token is not a well-formed JWT", verdict.Reason);
        Assert.Null(Jwt.ReadUnverified(token));
    }
}
