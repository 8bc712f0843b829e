using System.Text.RegularExpressions;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Admission.Tests.Webhooks;

/// <summary>config/webhook asks what is served, all of it, and in a way that never stands between a person and an object.</summary>
public class ConfigurationTests
{
    private static readonly IReadOnlyList<YamlMappingNode> Configured = Read();

    [Fact]
    public void Every_kind_that_is_judged_is_asked_about_and_no_other() =>
        Assert.Equal(
            WebhookTable.Create().Select(webhook => $"{webhook.Type.Plural}.{webhook.Type.Group}/{webhook.Type.Version} at {webhook.Path}").Order(),
            Configured.Select(webhook => $"{Resource(webhook)} at {Text(webhook["clientConfig"]["service"]["path"])}").Distinct().Order());

    [Fact]
    public void Only_creations_and_changes_are_asked_about() =>
        Assert.All(Configured, webhook => Assert.Subset(new HashSet<string> { "CREATE", "UPDATE", "DELETE" }, Texts(Rule(webhook)["operations"]).ToHashSet()));

    [Fact]
    public void I5_A_manager_that_is_down_holds_up_no_write() =>
        Assert.All(Configured, webhook =>
        {
            Assert.Equal("Ignore", Text(webhook["failurePolicy"]));
            Assert.InRange(int.Parse(Text(webhook["timeoutSeconds"])), 1, 5);
        });

    [Fact]
    public void Writes_through_other_versions_and_dry_runs_are_asked_about_too() =>
        Assert.All(Configured, webhook =>
        {
            Assert.Equal("Equivalent", Text(webhook["matchPolicy"]));
            Assert.Equal("None", Text(webhook["sideEffects"]));
            Assert.Equal(["v1"], Texts(webhook["admissionReviewVersions"]));
        });

    [Fact]
    public void Claims_of_hosts_are_not_asked_about()
    {
        YamlMappingNode[] hosts = [.. Configured.Where(webhook => Resource(webhook).StartsWith("elementalhosts.", StringComparison.Ordinal))];

        YamlMappingNode[] claims = [.. hosts, .. Configured.Where(webhook => Text(webhook["name"]).StartsWith("claim.", StringComparison.Ordinal))];
        Assert.Equal(2, claims.Length);
        Assert.All(claims, webhook => Assert.Contains(
            $"!has(request.options) || !has(request.options.fieldManager) || !(request.options.fieldManager in ['{FieldManagers.Controllers}', '{FieldManagers.Gateway}'])",
            ((YamlSequenceNode)webhook["matchConditions"]).Select(condition => Text(condition["expression"]))));
    }

    [Fact]
    public void Names_are_unique_and_of_the_kind_they_are_about()
    {
        Assert.Equal(Configured.Count, Configured.Select(webhook => Text(webhook["name"])).Distinct().Count());
        Assert.All(Configured, webhook => Assert.Matches($@"^[a-z]+\.{Regex.Escape(Resource(webhook).Split('.')[0][..^1])}\.{Regex.Escape(ElementalGroup.Name)}$", Text(webhook["name"])));
    }

    private static IReadOnlyList<YamlMappingNode> Read()
    {
        YamlStream yaml = [];
        using (StreamReader reader = new(Path.Combine(AppContext.BaseDirectory, "webhook", "validating_webhook_configuration.yaml")))
            yaml.Load(reader);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["webhooks"]).Cast<YamlMappingNode>()];
    }

    private static string Resource(YamlMappingNode webhook) =>
        $"{Texts(Rule(webhook)["resources"]).Single()}.{Texts(Rule(webhook)["apiGroups"]).Single()}/{Texts(Rule(webhook)["apiVersions"]).Single()}";

    private static YamlNode Rule(YamlMappingNode webhook) => ((YamlSequenceNode)webhook["rules"]).Single();

    private static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Select(Text);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
