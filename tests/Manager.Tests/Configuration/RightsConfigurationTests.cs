using System.Text.RegularExpressions;
using ElementalProvider.Testing;
using YamlDotNet.RepresentationModel;
using static ElementalProvider.Manager.Tests.Configuration.RenderedConfiguration;

namespace ElementalProvider.Manager.Tests.Configuration;

/// <summary>What the manager may do, in the whole cluster or in one namespace (I10).</summary>
public partial class RightsConfigurationTests
{
    [KubectlFact]
    public async Task In_one_namespace_the_manager_has_the_same_rights_there_and_elsewhere_none_but_to_read_the_definitions_of_its_kinds_and_to_ask_about_tokens()
    {
        RenderedConfiguration everywhere = await ReadAsync();
        RenderedConfiguration one = await ReadAsync("namespaced");

        YamlMappingNode role = one.Get("Role", "elemental-manager");
        Assert.Equal(Rules(everywhere.Get("ClusterRole", "elemental-manager")), Rules(role));
        Assert.Equal("${ELEMENTAL_NAMESPACE}", Text(role["metadata"]["namespace"]));
        Assert.Equal("${ELEMENTAL_NAMESPACE}", Text(one.Get("RoleBinding", "elemental-manager")["metadata"]["namespace"]));
        Assert.Equal(
            ["elemental-manager-definitions", "elemental-manager-reviews"],
            one.All("ClusterRoleBinding").Select(binding => Text(binding["metadata"]["name"])).Order());
        YamlNode manager = Named(one.Get("Deployment", "elemental-manager")["spec"]["template"]["spec"]["containers"], "manager");
        Assert.Contains("--namespace=${ELEMENTAL_NAMESPACE}", Texts(manager["args"]));
    }

    [KubectlFact]
    public async Task In_one_namespace_the_managers_own_Secret_is_the_only_one_it_reads_beside()
    {
        RenderedConfiguration one = await ReadAsync("namespaced");

        Assert.Equal(
            [" secrets elemental-manager-ca get", " secrets  create"],
            Rules(one.Get("Role", "elemental-manager-authority")));
        Assert.Equal(
            ["elemental-manager", "elemental-manager-authority", "elemental-manager-leader-election"],
            one.All("Role").Select(role => Text(role["metadata"]["name"])).Order());
    }

    [Theory]
    [InlineData("rbac/role.yaml")]
    [InlineData("rbac/definitions_role.yaml")]
    [InlineData("rbac/reviews_role.yaml")]
    [InlineData("rbac/leader_election_role.yaml")]
    [InlineData("namespaced/role.yaml")]
    [InlineData("namespaced/authority_role.yaml")]
    public async Task Each_verb_says_what_it_is_for(string file)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Folder, file));

        MatchCollection rules = Rule().Matches(text);
        Assert.Equal(text.Split("verbs:").Length - 1, rules.Count);
        Assert.All(rules, rule =>
        {
            IEnumerable<string> explained = Explained().Matches(rule.Groups["why"].Value).SelectMany(line => line.Groups["verbs"].Value.Split(", "));
            Assert.Equal(rule.Groups["verbs"].Value.Split(", ").Order(), explained.Order());
        });
    }

    private static IEnumerable<string> Rules(YamlMappingNode role) => ((YamlSequenceNode)role["rules"]).Cast<YamlMappingNode>().Select(rule =>
        $"{Joined(rule, "apiGroups")} {Joined(rule, "resources")} {Joined(rule, "resourceNames")} {Joined(rule, "verbs")}");

    private static string Joined(YamlMappingNode rule, string key) => rule.Children.TryGetValue(key, out YamlNode? list) ? string.Join(",", Texts(list)) : "";

    [GeneratedRegex(@"(?<why>(^  #.*\n)+)  - apiGroups: .*\n    resources: .*\n(    resourceNames: .*\n)?    verbs: \[(?<verbs>[^\]]*)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^  # (?<verbs>[a-z]+(, [a-z]+)*): \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Explained();
}
