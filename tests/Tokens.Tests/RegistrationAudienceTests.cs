using System.Security.Cryptography;

namespace ElementalProvider.Tokens.Tests;

public class RegistrationAudienceTests
{
    private const string Own = "/elemental/v1/namespaces/fleet/registrations/edge";

    [Theory]
    [InlineData(Own, true)]
    [InlineData("https://manager.example" + Own, true)]
    [InlineData("https://moved.example:9443/below/a/path" + Own, true)]
    [InlineData("http://manager.example" + Own, true)]
    [InlineData("https://manager.example/elemental/v1/namespaces/fleet/registrations/edge2", false)]
    [InlineData("https://manager.example/elemental/v1/namespaces/other/registrations/edge", false)]
    [InlineData("https://manager.example" + Own + "/hosts", false)]
    [InlineData("https://manager.example/?" + Own, false)]
    [InlineData("https://manager.example/#" + Own, false)]
    [InlineData("ftp://manager.example" + Own, false)]
    [InlineData("anything" + Own, false)]
    [InlineData("/prefix" + Own, false)]
    [InlineData("", false)]
    public void A_registration_is_named_by_its_path_or_by_an_address_that_ends_in_it(string audience, bool isAccepted)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string token = Jwt.Sign(key, new JwtClaims { Audience = [audience] });
        JwtExpectations expected = new() { Audience = RegistrationAudience.Of("fleet", "edge"), Clock = TimeProvider.System };

        Assert.Equal(isAccepted, Jwt.Verify(token, key.ExportSubjectPublicKeyInfoPem(), expected).IsValid);
    }

    [Fact]
    public void Tokens_are_made_for_verifiers_of_before_too() =>
        Assert.Equal(
            [Own, "https://manager.example" + Own], RegistrationAudience.Named("fleet", "edge", "https://manager.example" + Own));
}
