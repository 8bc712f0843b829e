using System.Security.Cryptography;
using System.Text;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Tests.Authentication;

public sealed class TokenVerifierTests : IDisposable
{
    private static readonly ObjectKey Registration = new("default", "lab");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_registration_token_may_name_the_end_of_the_calendar_as_its_own() => Assert.Null(Refuse("1e300", isHostToken: false));

    [Theory]
    [InlineData("1e300")]
    [InlineData("4102444800")]
    public void A_host_token_lives_for_minutes_only(string expiry) =>
        Assert.Equal("the token would live longer than 15 minutes (exp)", Refuse(expiry, isHostToken: true));

    [Fact]
    public void An_accepted_token_is_not_accepted_beyond_its_end()
    {
        string expiry = $"{_clock.GetUtcNow().AddSeconds(10).ToUnixTimeSeconds()}";
        string token = Token(expiry);
        TokenVerifier verifier = new(new AgentGatewayOptions { ClockSkew = TimeSpan.FromSeconds(5) }, _clock);

        Assert.Null(Refuse(verifier, token, isHostToken: true));
        _clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Null(Refuse(verifier, token, isHostToken: true));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("the token has expired (exp)", Refuse(verifier, token, isHostToken: true));
    }

    private string? Refuse(string expiry, bool isHostToken) =>
        Refuse(new TokenVerifier(new AgentGatewayOptions(), _clock), Token(expiry), isHostToken);

    private string? Refuse(TokenVerifier verifier, string token, bool isHostToken) =>
        verifier.Refuse(token, _key.ExportSubjectPublicKeyInfoPem(), Registration, subject: null, isHostToken);

    private string Token(string expiry) => Jws.Sign(
        _key,
        Encoding.UTF8.GetBytes($$"""{"aud":"{{RegistrationAudience.Of(Registration.Namespace, Registration.Name)}}","exp":{{expiry}}}"""));
}
