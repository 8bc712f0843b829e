using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Tests.Plugins;

public class HostRootTests
{
    [Theory]
    [InlineData("/", "/etc/hostname", "/etc/hostname")]
    [InlineData("/sim/a", "/etc/hostname", "/sim/a/etc/hostname")]
    [InlineData("/sim/a/", "etc/hostname", "/sim/a/etc/hostname")]
    [InlineData("/sim/a", "/../../etc/shadow", "/sim/a/etc/shadow")]
    [InlineData("/sim/a", "/", "/sim/a/")]
    public void Every_path_stays_below_the_root(string root, string path, string resolved) => Assert.Equal(resolved, new HostRoot(root).Resolve(path));

    [Fact]
    public void Only_the_real_root_is_the_system()
    {
        Assert.True(new HostRoot("/").IsSystem);
        Assert.False(new HostRoot("/sim").IsSystem);
    }
}
