using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Identity;

namespace ElementalProvider.Agent.Tests.Identity;

public class HostnamesTests
{
    private static readonly Guid Random = new("0a1b2c3d-0000-4000-8000-000000000001");

    [Theory]
    [InlineData("", false, "box", "0a1b2c3d-0000-4000-8000-000000000001")]
    [InlineData("m-", false, null, "m-0a1b2c3d-0000-4000-8000-000000000001")]
    [InlineData("m-", true, "Box.Example\n", "m-box.example")]
    [InlineData("", true, "box", "box")]
    public void A_name_is_prefix_and_existing_name_or_prefix_and_uuid(string prefix, bool useExisting, string? existing, string name) =>
        Assert.Equal(name, Hostnames.Choose(new HostnameSettings { Prefix = prefix, UseExisting = useExisting }, existing, Random));

    [Theory]
    [InlineData(null, "/etc/hostname holds no name")]
    [InlineData(" \n", "/etc/hostname holds no name")]
    [InlineData("bad_name", "cannot name a host")]
    [InlineData("ends-", "cannot name a host")]
    [InlineData("a..b", "cannot name a host")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "cannot name a host")]
    public void What_cannot_name_a_host_is_refused_in_one_sentence(string? existing, string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<IdentityException>(() => Hostnames.Choose(new HostnameSettings { UseExisting = true }, existing, Random)).Message,
        StringComparison.Ordinal);
}
