using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Identity;

public sealed class HostTokenSourceTests : IDisposable
{
    private const string Path = "/elemental/v1/namespaces/fleet/registrations/edge";
    private const string Address = "https://mgmt.example" + Path;

    private readonly HostIdentity identity = new("m-1", ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly ManualClock clock = new();

    [Fact]
    public void A_token_is_an_ES256_JWT_that_the_public_key_verifies()
    {
        string[] parts = new HostTokenSource(identity, Registration, clock).GetToken().Split('.');

        using ECDsa publicKey = ECDsa.Create();
        publicKey.ImportFromPem(identity.PublicKeyPem);
        Assert.Equal(3, parts.Length);
        Assert.True(publicKey.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Equal("ES256", Json(parts[0]).GetProperty("alg").GetString());
    }

    [Fact]
    public void A_token_says_who_for_whom_and_for_how_long()
    {
        JsonElement claims = Json(new HostTokenSource(identity, Registration, clock).GetToken().Split('.')[1]);

        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal("m-1", claims.GetProperty("sub").GetString());
        Assert.Equal([Path, Address], claims.GetProperty("aud").EnumerateArray().Select(audience => audience.GetString()!));
        Assert.Equal(now - 2, claims.GetProperty("nbf").GetInt64());
        Assert.Equal(now + 60, claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public void A_token_is_used_for_two_thirds_of_its_life()
    {
        HostTokenSource tokens = new(identity, Registration, clock);
        string first = tokens.GetToken();

        clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(first, tokens.GetToken());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, tokens.GetToken());
    }

    private static RegistrationUri Registration =>
        RegistrationUri.TryParse(Address, out RegistrationUri? registration) ? registration : throw new InvalidOperationException(Address);

    public void Dispose() => identity.Dispose();

    private static JsonElement Json(string part)
    {
        using JsonDocument document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }
}
