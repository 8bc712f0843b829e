using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

public class VersionTextTests
{
    [Theory]
    [InlineData("""{"osVersion":"v2"}""", "v2")]
    [InlineData("""{"osVersion":" v2 "}""", "v2")]
    [InlineData("""{"osVersion":1.5}""", "1.5")]
    [InlineData("""{"osVersion":"v2","imageUri":"oci://r/i:v3"}""", "v2")]
    [InlineData("""{"imageUri":"oci://r/i:v3"}""", "v3")]
    [InlineData("""{"osVersion":{"imageUri":"oci://r:5000/i:v3"}}""", "v3")]
    [InlineData("""{"osVersion":{"imageUri":"oci://r:5000/i"}}""", "oci://r:5000/i")]
    [InlineData("""{"osVersion":{"imageUri":"oci://r/i:"}}""", "oci://r/i:")]
    [InlineData("""{"osVersion":{"imageUri":"i@sha256:0123"}}""", "i@sha256:0123")]
    [InlineData("""{ "osVersion": { "channel": "stable" } }""", """{"osVersion":{"channel":"stable"}}""")]
    [InlineData("""{"osVersion":""}""", """{"osVersion":""}""")]
    [InlineData("{}", "{}")]
    public void A_version_in_a_few_characters(string osVersionManagement, string text) =>
        Assert.Equal(text, VersionText.Of(DummyHost.Json(osVersionManagement)));

    [Theory]
    [InlineData("""{"device":"/dev/sda"}""", "installed")]
    [InlineData("""{"osVersion":"v1"}""", "v1")]
    [InlineData("""{"imageUri":"oci://r/i:v1"}""", "v1")]
    public void An_installation_need_not_name_its_version(string install, string text) =>
        Assert.Equal(text, VersionText.OfInstallation(DummyHost.Json(install)));

    [Fact]
    public void A_long_version_is_cut()
    {
        string text = VersionText.Of(DummyHost.Json($$"""{"osVersion":"{{new string('x', 500)}}"}"""));

        Assert.Equal(64, text.Length);
        Assert.EndsWith("x…", text, StringComparison.Ordinal);
    }
}
