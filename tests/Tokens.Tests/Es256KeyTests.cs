using System.Security.Cryptography;

namespace ElementalProvider.Tokens.Tests;

public sealed class Es256KeyTests
{
    [Fact]
    public void A_new_key_is_PKCS8_and_signs_what_its_public_half_verifies()
    {
        string pem = Es256Key.GeneratePrivatePem();

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", pem, StringComparison.Ordinal);
        Assert.True(Es256Key.TryImportPrivate(pem, out ECDsa? key));
        Assert.True(Es256Key.TryGetPublicPem(pem, out string? publicPem));
        using (key)
        {
            string token = Jwt.Sign(key, new JwtClaims { Audience = ["a"] });
            Assert.True(Jwt.Verify(token, publicPem, new JwtExpectations { Audience = "a", Clock = TimeProvider.System }).IsValid);
        }
    }

    [Fact]
    public void Every_new_key_is_another() => Assert.NotEqual(Es256Key.GeneratePrivatePem(), Es256Key.GeneratePrivatePem());

    [Fact]
    public void Spellings_of_one_public_key_become_equal()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();
        string body = pem.Replace("-----BEGIN PUBLIC KEY-----", "").Replace("-----END PUBLIC KEY-----", "").ReplaceLineEndings("");
        string other = $"a comment\r\n-----BEGIN PUBLIC KEY-----\r\n{body}\r\n-----END PUBLIC KEY-----\r\n";

        Assert.True(Es256Key.TryNormalizePublicPem(other, out string? normalized));
        Assert.Equal(pem, normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void What_is_no_key_is_refused(string? pem)
    {
        Assert.False(Es256Key.TryNormalizePublicPem(pem, out _));
        Assert.False(Es256Key.TryImportPrivate(pem, out _));
        Assert.False(Es256Key.TryGetPublicPem(pem, out _));
    }

    [Fact]
    public void A_private_key_does_not_pass_for_a_public_one() =>
        Assert.False(Es256Key.TryNormalizePublicPem(Es256Key.GeneratePrivatePem(), out _));

    [Fact]
    public void A_public_key_does_not_pass_for_a_private_one()
    {
        Assert.True(Es256Key.TryGetPublicPem(Es256Key.GeneratePrivatePem(), out string? pem));
        Assert.False(Es256Key.TryImportPrivate(pem, out _));
    }

    [Fact]
    public void A_key_on_a_curve_that_is_spelled_out_in_numbers_is_refused() =>
        Assert.False(Es256Key.TryNormalizePublicPem(
            """
            -----BEGIN PUBLIC KEY-----
            MIIBMzCB7AYHKoZIzj0CATCB4AIBATAsBgcqhkjOPQEBAiEAqftX26Huqbw+ZgqQ
            nYONcm479iPVJiAoIBNIHR9uU3cwRAQgfVoJdfwsMFfu9nUwQXr/5/uAVcEm3Fxs
            6UpLRPMwtdkEICbcXGzpSktE8zC12bvXfL+VhBYpXPfhzmvM3Bj/jAe2BEEEi9Ku
            uct+V8ssS0gv/IG3r7neJ+HjvSPCOkRTvZrOMmJUfvg1w9rE/Zf4RhoUYR3JwndF
            Ey3tjlRcHVTHLwRplwIhAKn7V9uh7qm8PmYKkJ2DjXGMOXqjtWGm95AeDoKXSFan
            AgEBA0IABJTthoM0vDNQW14MZr6PA1BBR2CXa9gPrhO43zbj3WvMS0guHUKXi/qH
            rBuqZxrxa7FM5GdxI74gme/8qoCJ8a8=
            -----END PUBLIC KEY-----
            """,
            out _));

    [Fact]
    public void Keys_of_other_kinds_are_refused()
    {
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);

        Assert.False(Es256Key.TryNormalizePublicPem(p384.ExportSubjectPublicKeyInfoPem(), out _));
        Assert.False(Es256Key.TryNormalizePublicPem(rsa.ExportSubjectPublicKeyInfoPem(), out _));
        Assert.False(Es256Key.TryImportPrivate(rsa.ExportPkcs8PrivateKeyPem(), out _));
    }
}
