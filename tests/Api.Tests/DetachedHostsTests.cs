using System.Security.Cryptography;
using ElementalProvider.Api.Elemental;

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
        V1ObjectMeta metadata = DetachedHosts.Remember(new V1ObjectMeta { Annotations = new Dictionary<string, string> { ["a"] = "b" } }, Burnt)!;

        Assert.Equal([Burnt], DetachedHosts.Of(metadata));
        Assert.Equal("b", metadata.Annotations!["a"]);
    }

    [Fact]
    public void A_host_is_remembered_once()
    {
        DetachedHost again = Burnt with { Why = "bob: again" };
        V1ObjectMeta metadata = DetachedHosts.Remember(DetachedHosts.Remember(new V1ObjectMeta(), Burnt)!, again)!;

        Assert.Equal([again], DetachedHosts.Of(metadata));
    }

    [Fact]
    public void B19_Where_there_is_little_room_reasons_go_and_no_host_does()
    {
        V1ObjectMeta full = new();
        int count = 0;
        while (DetachedHosts.Remember(full, Burnt with { Name = $"machine-{count}", KeyHash = $"{count:x64}" }) is { } next)
            (full, count) = (next, count + 1);

        IReadOnlyList<DetachedHost> known = DetachedHosts.Of(full)!;
        Assert.InRange(count, 500, 2000);
        Assert.InRange(full.Annotations![RegistrationAnnotations.DetachedHosts].Length, 127 * 1024, 128 * 1024);
        Assert.Equal(Enumerable.Range(0, count).Select(index => $"machine-{index}"), known.Select(host => host.Name));
        Assert.Equal("", known[0].Why);
        // One that is remembered already needs no room, and one that is forgotten makes some.
        Assert.NotNull(DetachedHosts.Remember(full, known[7]));
        Assert.NotNull(DetachedHosts.Remember(DetachedHosts.Forget(full, known[7].KeyHash), Burnt));
    }

    [Theory]
    [InlineData(256, 256)]
    [InlineData(257, 256)]
    [InlineData(100_000, 256)]
    public void A_cutreason_is_cut(int length, int kept) => Assert.Equal(new string('x', kept), DetachedHosts.Shortened(new string('x', length)));

    [Fact]
    public void A_cut_reason_is_read_back_as_it_was_remembered()
    {
        DetachedHost cut = Burnt with { Why = DetachedHosts.Shortened(new string('x', 255) + "\U0001F525 and more") };

        Assert.Equal([cut], DetachedHosts.Of(DetachedHosts.Remember(new V1ObjectMeta(), cut)!));
    }

    [Fact]
    public void Forgetting_the_last_host_leaves_no_annotation()
    {
        V1ObjectMeta metadata = DetachedHosts.Remember(new V1ObjectMeta(), Burnt)!;

        Assert.Empty(DetachedHosts.Forget(metadata, "aa11").Annotations!);
        Assert.Same(metadata, DetachedHosts.Forget(metadata, "bb22"));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[{\"name\":\"half\"}]")]
    public void B19_Where_the_annotation_cannot_be_read_nobody_acts_as_if_it_were_empty(string text)
    {
        V1ObjectMeta metadata = new() { Annotations = new Dictionary<string, string> { [RegistrationAnnotations.DetachedHosts] = text } };

        Assert.Null(DetachedHosts.Of(metadata));
        Assert.Null(DetachedHosts.Remember(metadata, Burnt));
        Assert.Same(metadata, DetachedHosts.Forget(metadata, Burnt.KeyHash));
    }

    [Fact]
    public void Without_a_text_nobody_is_remembered() =>
        Assert.Empty(DetachedHosts.Of(new V1ObjectMeta { Annotations = new Dictionary<string, string> { [RegistrationAnnotations.DetachedHosts] = "" } })!);

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
