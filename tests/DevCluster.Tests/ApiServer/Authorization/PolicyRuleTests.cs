using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Authorization;

public sealed class PolicyRuleTests
{
    [Theory]
    [InlineData("get", "", "pods", "", "a", true)]
    [InlineData("list", "", "pods", "", "", false)]
    [InlineData("get", "apps", "pods", "", "a", false)]
    [InlineData("get", "", "nodes", "", "a", false)]
    [InlineData("get", "", "pods", "status", "a", false)]
    [InlineData("get", "", "pods", "log", "a", true)]
    [InlineData("get", "", "nodes", "scale", "a", true)]
    [InlineData("get", "", "pods", "", "b", false)]
    [InlineData("get", "", "pods", "", "", false)]
    public void A_rule_allows_what_all_its_lists_name(string verb, string group, string resource, string subresource, string name, bool allowed)
    {
        var rule = new PolicyRule { Verbs = ["get"], Groups = [""], Resources = ["pods", "pods/log", "*/scale"], Names = ["a"] };

        Assert.Equal(allowed, rule.Allows(new AccessRequest { User = UserInfo.Anonymous, Verb = verb, Group = group, Resource = resource, Subresource = subresource, Name = name }));
    }

    [Theory]
    [InlineData("/healthz", true)]
    [InlineData("/healthz/etcd", false)]
    [InlineData("/apis", false)]
    [InlineData("/apis/apps", true)]
    public void A_rule_for_paths_allows_them_and_what_a_star_at_the_end_stands_for(string path, bool allowed)
    {
        var rule = new PolicyRule { Verbs = ["get"], Paths = ["/healthz", "/apis/*"] };

        Assert.Equal(allowed, rule.Allows(new AccessRequest { User = UserInfo.Anonymous, Verb = "get", Path = path }));
    }

    public static TheoryData<string, object, object, int> Covers() => new()
    {
        { "same", Rule("get", "pods"), Rule("get", "pods"), 0 },
        { "verb star", Rule("*", "pods"), Rule("get", "pods"), 0 },
        { "star wanted", Rule("get", "pods"), Rule("*", "pods"), 1 },
        { "other resource", Rule("get", "pods"), Rule("get", "nodes"), 1 },
        { "subresource", Rule("get", "pods"), Rule("get", "pods/log"), 1 },
        { "star resource", Rule("get", "*"), Rule("get", "pods/log"), 0 },
        { "name within all", Rule("get", "pods"), Rule("get", "pods") with { Names = ["a"] }, 0 },
        { "all within name", Rule("get", "pods") with { Names = ["a"] }, Rule("get", "pods"), 1 },
        { "two verbs, one held", Rule("get", "pods"), Rule("get", "pods") with { Verbs = ["get", "list"] }, 1 },
        { "path", new PolicyRule { Verbs = ["get"], Paths = ["/a/*"] }, new PolicyRule { Verbs = ["get"], Paths = ["/a/b"] }, 0 },
        { "other path", new PolicyRule { Verbs = ["get"], Paths = ["/a"] }, new PolicyRule { Verbs = ["get"], Paths = ["/b"] }, 1 },
    };

    [Theory]
    [MemberData(nameof(Covers))]
    public void Rights_are_given_away_only_by_whoever_holds_them(string because, object held, object wanted, int missing) =>
        Assert.True(missing == RuleCover.Missing([(PolicyRule)held], [(PolicyRule)wanted]).Count, because);

    private static PolicyRule Rule(string verb, string resource) => new() { Verbs = [verb], Groups = [""], Resources = [resource] };
}
