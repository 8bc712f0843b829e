using System.Security.Cryptography;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class DetachedHostsTests
{
    private static readonly DetachedHost Burnt = new()
    {
        Name = "machine-1",
        KeyHash = "aa11",
        Why = "alice: burnt \"down\"",
        At = new DateTimeOffset(2026, 11, 21, 5, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void What_is_remembered_is_read_back()
    {
        ObjectMeta metadata = DetachedHosts.Remember(new ObjectMeta { Annotations = new Dictionary<string, string> { ["a"] = "b" } }, Burnt);

        Assert.Equal([Burnt], DetachedHosts.Of(metadata));
        Assert.Equal("b", metadata.Annotations!["a"]);
    }

    [Fact]
    public void A_host_is_remembered_once()
    {
        DetachedHost again = Burnt with { Why = "bob: again" };
        ObjectMeta metadata = DetachedHosts.Remember(DetachedHosts.Remember(new ObjectMeta(), Burnt), again);

        Assert.Equal([again], DetachedHosts.Of(metadata));
    }

    [Fact]
    public void Forgetting_the_last_host_leaves_no_annotation()
    {
        ObjectMeta metadata = DetachedHosts.Remember(new ObjectMeta(), Burnt);

        Assert.Empty(DetachedHosts.Forget(metadata, "aa11").Annotations!);
        Assert.Same(metadata, DetachedHosts.Forget(metadata, "bb22"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[{\"name\":\"half\"}]")]
    public void An_annotation_that_cannot_be_read_counts_as_empty(string text) =>
        Assert.Empty(DetachedHosts.Of(new ObjectMeta
        {
            Annotations = new Dictionary<string, string> { [RegistrationAnnotations.DetachedHosts] = text },
        }));

    [Fact]
    public void A_key_is_known_by_the_hash_of_what_the_PEM_holds_however_it_is_wrapped()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportSubjectPublicKeyInfoPem();

        string? hash = DetachedHosts.KeyHashOf(pem);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), hash);
        Assert.Equal(hash, DetachedHosts.KeyHashOf(pem.ReplaceLineEndings("\r\n") + "\n"));
        Assert.Null(DetachedHosts.KeyHashOf("no key"));
        Assert.Null(DetachedHosts.KeyHashOf(null));
    }
}
