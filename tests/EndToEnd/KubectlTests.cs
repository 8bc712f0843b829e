using System.Text.RegularExpressions;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What a person sees and does with kubectl.</summary>
[Collection(nameof(WholeMachine))]
public class KubectlTests(SampleCluster cluster) : IClassFixture<SampleCluster>
{
    [KubectlFact]
    public async Task Get_shows_who_has_which_host()
    {
        string tables = await cluster.RunAsync("kubectl get clusters,machines,elementalmachines,elementalhosts,elementalregistrations,elementalclusters -A");

        Assert.Matches(@"(?m)^default +cluster\.cluster\.x-k8s\.io/sample .*Provisioned", tables);
        Assert.Equal(SampleCluster.InUse, Regex.Count(tables, @"(?m)^default +machine\.cluster\.x-k8s\.io/sample-\S+ +sample .*Running +\S+ +v1\.36\.1$"));
        Assert.Matches(@"NAMESPACE +NAME +CLUSTER +MACHINE +HOST +PROVIDERID +PROVISIONED +READY +REASON +AGE", tables);
        Assert.Equal(SampleCluster.InUse, Regex.Count(
            tables, @"(?m)^default +elementalmachine\.\S+/(sample-\S+) +sample +\1 +(machine-\d) +elemental://default/\2 +true +True +Ready +\S+$"));
        Assert.Matches(@"NAMESPACE +NAME +PHASE +READY +CONNECTED +CLUSTER +MACHINE +AGE", tables);
        Assert.Equal(SampleCluster.InUse, Regex.Count(tables, @"(?m)^default +elementalhost\.\S+/machine-\d +Running +True +True +sample +sample-\S+ +\S+$"));
        Assert.Matches($@"(?m)^default +elementalhost\.\S+/{cluster.FreeHost} +Running +True +True +\S+$", tables);
        Assert.Matches(@"NAMESPACE +NAME +URI +PLUGIN +READY +AGE", tables);
        Assert.Matches(@"(?m)^default +elementalregistration\.\S+/machines +https://127\.0\.0\.1:\d+/elemental/v1/namespaces/default/registrations/machines +dummy +True +\S+$", tables);
        Assert.Matches(@"(?m)^default +elementalcluster\.\S+/sample +sample +127\.0\.0\.1 +16443 +true +True +\S+$", tables);
    }

    [KubectlFact]
    public async Task Wait_knows_when_machines_and_hosts_are_ready()
    {
        Assert.Equal(
            SampleCluster.InUse, Regex.Count(await cluster.RunAsync("kubectl wait --for=condition=Ready elementalmachines --all --timeout=60s"), "condition met"));
        Assert.Equal(
            $"elementalhost.infrastructure.cluster.x-k8s.io/{cluster.FreeHost} condition met\n",
            await cluster.RunAsync($"kubectl wait --for=condition=ready elementalhost/{cluster.FreeHost} --timeout=60s"));
    }

    [KubectlFact]
    public async Task Describe_shows_conditions_and_events()
    {
        string machine = await cluster.RunAsync("kubectl describe elementalmachines");
        string host = await cluster.RunAsync($"kubectl describe elementalhost {cluster.FreeHost}");

        Assert.All(
            ["AssociationReady", "HostReady", "ProviderIDReady", "Ready", "Paused"],
            type => Assert.Equal(SampleCluster.InUse, Regex.Count(machine, $@"(?m)^ +Type: +{type}$")));
        Assert.Matches(@"(?s)Reason: +NotClaimed\n +Status: +False\n +Type: +BootstrapReady", host);
        Assert.Matches(@"(?m)^ +Normal +Registered ", host);
    }

    [KubectlTheory]
    [InlineData("elementalhost.spec", "Public key of the host (SubjectPublicKeyInfo in PEM).")]
    [InlineData("elementalhost.status.phase", "What the host is doing: Registering,")]
    [InlineData("elementalmachine.spec.selector", "Labels that a host must have to be claimed.")]
    [InlineData("elementalregistration.spec.config", "FIELDS:")]
    [InlineData("elementalcluster.spec.controlPlaneEndpoint", "port\t<integer>")]
    [InlineData("elementalmachinetemplate.spec.template.spec", "osVersionManagement\t<Object>")]
    public async Task Explain_says_what_a_field_means(string field, string text) =>
        Assert.Contains(text, await cluster.RunAsync($"kubectl explain {field}"), StringComparison.Ordinal);

    [KubectlFact]
    public async Task An_OS_version_that_is_no_object_is_refused_by_a_sentence_that_names_the_field()
    {
        Outcome refused = await cluster.Shell(
            $$$"""kubectl patch elementalhost {{{cluster.FreeHost}}} --type=merge -p '{"spec":{"osVersionManagement":"v2"}}'""").RunAsync();

        refused.Expect(exitCode: 1);
        Assert.Equal(
            $"The ElementalHost \"{cluster.FreeHost}\" is invalid: spec.osVersionManagement: Invalid value: \"string\": spec.osVersionManagement in body must be of type object: \"string\"\n",
            refused.Error);
    }

    [KubectlFact]
    public async Task A_free_host_is_labelled_and_given_an_OS_version_as_it_was_written()
    {
        string host = cluster.FreeHost;
        string deep = $"{string.Concat(Enumerable.Repeat("{\"a\":", 100))}1{new string('}', 100)}";

        Assert.EndsWith($"/{host} labeled\n", await cluster.RunAsync($"kubectl label elementalhost {host} rack=r2"), StringComparison.Ordinal);
        Assert.EndsWith(
            $"/{host} patched\n",
            await cluster.RunAsync($$$"""kubectl patch elementalhost {{{host}}} --type=merge -p '{"spec":{"osVersionManagement":{"osVersion": "v2", "build": 9007199254740993, "deep": {{{deep}}}} } }'"""),
            StringComparison.Ordinal);
        await cluster.WatchAsync(
            "kubectl get elementalhosts -w -l rack=r2 -o wide",
            "the host with its new version",
            lines => lines.Any(line => Regex.IsMatch(line, $@"^{host} +Running +True +True +v2 +Ready ")));
        await cluster.RunAsync($"kubectl wait --for=condition=Ready elementalhost/{host} --timeout=60s");

        string asked = Directory.EnumerateFiles(cluster.State, "os-version.yaml", SearchOption.AllDirectories)
            .Single(file => file.Contains($"/{host}/", StringComparison.Ordinal));
        Assert.Contains("\nbuild: 9007199254740993\n", await File.ReadAllTextAsync(asked), StringComparison.Ordinal);
    }
}
