using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Api.Tests;

public class OwnLabelKeysTests
{
    [Theory]
    [InlineData("rack", true)]
    [InlineData("example.com/rack", true)]
    [InlineData("notkubernetes.io/rack", true)]
    [InlineData("node-role.kubernetes.io/worker", false)]
    [InlineData("kubernetes.io/hostname", false)]
    [InlineData("apps.k8s.io/x", false)]
    [InlineData("meta.helm.sh/release-name", false)]
    [InlineData("cluster.x-k8s.io/cluster-name", false)]
    [InlineData("elementalhost.infrastructure.cluster.x-k8s.io/needs-reset", false)]
    public void Without_patterns_all_but_what_belongs_to_the_cluster_is_allowed(string key, bool isAllowed)
    {
        Assert.Equal(isAllowed, OwnLabelKeys.IsAllowed(key, null));
        Assert.Equal(isAllowed, OwnLabelKeys.IsAllowed(key, []));
    }

    [Theory]
    [InlineData("rack", "rack", true)]
    [InlineData("rack", "racks", false)]
    [InlineData("example.com/*", "example.com/rack", true)]
    [InlineData("example.com/*", "example.org/rack", false)]
    [InlineData("*.example.com/*", "dc1.example.com/rack", true)]
    [InlineData("*", "example.com/rack", true)]
    [InlineData("*", "node-role.kubernetes.io/worker", false)]
    [InlineData("*/*", "node-role.kubernetes.io/worker", false)]
    [InlineData("*.kubernetes.io/*", "node-role.kubernetes.io/worker", false)]
    [InlineData("node-role.kubernetes.io/*", "node-role.kubernetes.io/worker", true)]
    [InlineData("node-role.kubernetes.io/worker", "node-role.kubernetes.io/control-plane", false)]
    [InlineData("cluster.x-k8s.io/*", "cluster.x-k8s.io/cluster-name", false)]
    public void A_pattern_narrows_and_widens_what_is_allowed(string pattern, string key, bool isAllowed) =>
        Assert.Equal(isAllowed, OwnLabelKeys.IsAllowed(key, ["other", pattern]));

    [Theory]
    [InlineData("rack", true)]
    [InlineData("example.com/*", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("a/b/c", false)]
    [InlineData("rack\n", false)]
    [InlineData("rack?", false)]
    [InlineData("cluster.x-k8s.io/*", false)]
    [InlineData("infrastructure.cluster.x-k8s.io/x", false)]
    public void Not_every_text_is_a_pattern(string pattern, bool isPattern) => Assert.Equal(isPattern, OwnLabelKeys.IsPattern(pattern));
}
