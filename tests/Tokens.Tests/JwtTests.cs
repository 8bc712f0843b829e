using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Tokens.Tests;

public sealed class JwtTests : IDisposable
{
    private const string Audience = "https://elemental.example/elemental/v1/namespaces/default/registrations/lab";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly JwtClaims Claims = new()
    {
        Subject = "m-1",
        Audience = [Audience],
        IssuedAt = Now,
        NotBefore = Now,
        ExpiresAt = Now.AddMinutes(5),
    };

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_signed_token_is_accepted_with_all_its_claims()
    {
        JwtVerdict verdict = Verify(Jwt.Sign(_key, Claims), Expect() with { Subject = "m-1" });

        Assert.True(verdict.IsValid);
        Assert.Equal(Claims with { Audience = verdict.Claims.Audience }, verdict.Claims);
        Assert.Equal([Audience], verdict.Claims.Audience);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(329, null)]
    [InlineData(330, "the token has expired (exp)")]
    [InlineData(-30, null)]
    [InlineData(-31, "the token is not valid yet (nbf)")]
    public void Times_are_held_against_the_clock_with_the_leeway(int secondsLater, string? reason) =>
        Assert.Equal(reason, Verify(Jwt.Sign(_key, Claims), Expect(Now.AddSeconds(secondsLater))).Reason);

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "the token has no expiry (exp)")]
    public void A_token_without_expiry_never_ends_unless_an_expiry_is_required(bool required, string? reason)
    {
        string token = Jwt.Sign(_key, Claims with { ExpiresAt = null });

        Assert.Equal(reason, Verify(token, Expect(Now.AddYears(50)) with { LongestLife = required ? TimeSpan.FromMinutes(15) : null }).Reason);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-10 * 60, null)]
    [InlineData(-11 * 60, "the token would live longer than 15 minutes (exp)")]
    [InlineData(-100 * 365 * 24 * 60, "the token would live longer than 15 minutes (exp)")]
    public void A_token_may_not_live_longer_than_is_expected(int secondsLater, string? reason)
    {
        string token = Jwt.Sign(_key, Claims with { NotBefore = null });

        Assert.Equal(reason, Verify(token, Expect(Now.AddSeconds(secondsLater)) with { LongestLife = TimeSpan.FromMinutes(15) }).Reason);
    }

    [Fact]
    public void A_token_until_the_end_of_the_calendar_lives_too_long() =>
        Assert.Equal(
            "the token would live longer than 15 minutes (exp)",
            Verify(
                SignRaw("""{"alg":"ES256"}""", $$"""{"aud":"{{Audience}}","exp":1e300}"""),
                Expect() with { LongestLife = TimeSpan.FromMinutes(15) }).Reason);

    [Fact]
    public void Another_audience_is_refused() =>
        Assert.Equal(
            $"the token is not meant for the audience {Audience}",
            Verify(Jwt.Sign(_key, Claims with { Audience = ["https://elsewhere.example"] })).Reason);

    [Fact]
    public void A_token_without_an_audience_is_refused() =>
        Assert.False(Verify(Jwt.Sign(_key, Claims with { Audience = [] })).IsValid);

    [Fact]
    public void One_of_several_audiences_is_enough() =>
        Assert.True(Verify(Jwt.Sign(_key, Claims with { Audience = ["https://elsewhere.example", Audience] })).IsValid);

    [Fact]
    public void Another_subject_is_refused() =>
        Assert.Equal("the subject of the token is not m-2", Verify(Jwt.Sign(_key, Claims), Expect() with { Subject = "m-2" }).Reason);

    [Fact]
    public void The_key_of_somebody_else_is_refused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal("the signature of the token was not made with the expected key", Verify(Jwt.Sign(other, Claims)).Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Changing_any_part_of_a_token_makes_it_worthless(int part)
    {
        string[] parts = Jwt.Sign(_key, Claims).Split('.');
        parts[part] = parts[part] == parts[2]
            ? Base64Url.EncodeToString(new byte[64])
            : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[part])) + " "));

        Assert.False(Verify(string.Join('.', parts)).IsValid);
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", "the token is not signed with ES256")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""", "the token is not signed with ES256")]
    [InlineData("""{"alg":"EdDSA"}""", "the token is not signed with ES256")]
    [InlineData("""{"typ":"JWT"}""", "the token is not signed with ES256")]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""", "the token asks for extensions (crit) that are not supported")]
    [InlineData("""{"alg":7}""", "the token is not a well-formed JWT")]
    [InlineData("""["ES256"]""", "the token is not a well-formed JWT")]
    [InlineData("no json", "the token is not a well-formed JWT")]
    public void The_token_does_not_choose_how_it_is_verified(string header, string reason) =>
        Assert.Equal(reason, Verify(SignRaw(header, "{}")).Reason);

    [Theory]
    [InlineData("""{"aud":5}""")]
    [InlineData("""{"aud":["a",5]}""")]
    [InlineData("""{"aud":"a","exp":"tomorrow"}""")]
    [InlineData("""{"aud":"a","sub":{}}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Claims_of_the_wrong_type_are_refused_although_well_signed(string payload) =>
        Assert.Equal("the token is not a well-formed JWT", Verify(SignRaw("""{"alg":"ES256"}""", payload)).Reason);

    [Theory]
    [InlineData("1e300")]
    [InlineData("253402300800")]
    [InlineData("1772366400.75")]
    public void Dates_beyond_the_calendar_or_with_fractions_are_read(string expiry) =>
        Assert.Null(Verify(SignRaw("""{"alg":"ES256"}""", $$"""{"aud":"{{Audience}}","exp":{{expiry}},"other":[1]}""")).Reason);

    [Theory]
    [InlineData(null, "there is no token")]
    [InlineData("", "there is no token")]
    [InlineData("disabled", "the token does not have the three parts of a signed JWT")]
    [InlineData("a.b", "the token does not have the three parts of a signed JWT")]
    [InlineData("a.b.c.d", "the token does not have the three parts of a signed JWT")]
    [InlineData("..", "the token is not a well-formed JWT")]
    [InlineData("!.?.*", "the token is not a well-formed JWT")]
    public void What_is_no_token_gets_one_sentence(string? token, string reason) => Assert.Equal(reason, Verify(token).Reason);

    [Fact]
    public void An_overlong_token_is_refused_unread() =>
        Assert.Equal("the token is longer than 16384 characters", Verify(new string('a', Jwt.MaxLength + 1)).Reason);

    [Theory]
    [InlineData(null)]
    [InlineData("no pem")]
    public void A_useless_verification_key_is_named_as_the_cause(string? pem) =>
        Assert.Equal(
            "the public key to verify the token with is no P-256 key in PEM",
            Jwt.Verify(Jwt.Sign(_key, Claims), pem, Expect()).Reason);

    [Fact]
    public void Signing_takes_no_key_of_another_curve()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<ArgumentException>(() => Jwt.Sign(key, Claims));
    }

    private static JwtExpectations Expect(DateTimeOffset? now = null) =>
        new() { Audience = Audience, Clock = new ManualTimeProvider(now ?? Now) };

    private JwtVerdict Verify(string? token, JwtExpectations? expectations = null) =>
        Jwt.Verify(token, _key.ExportSubjectPublicKeyInfoPem(), expectations ?? Expect());

    private string SignRaw(string header, string payload)
    {
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }
}
