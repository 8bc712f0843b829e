using System.Text.RegularExpressions;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What the manager may do, as kubectl tells it (I10).</summary>
[Collection(nameof(WholeMachine))]
public class RightsTests(DemoCluster cluster) : IClassFixture<DemoCluster>
{
    private const string Account = "system:serviceaccount:elemental-system:elemental-manager";

    [KubectlFact]
    public async Task The_manager_runs_as_its_service_account() => Assert.Matches(
        $@"(?m)^Username +{Account}$", await cluster.RunAsync($"kubectl --kubeconfig={cluster.State}/manager-kubeconfig auth whoami"));

    [KubectlTheory]
    [InlineData("get secret/sample-kubeconfig -n default")]
    [InlineData("create secrets -n default")]
    [InlineData("list elementalhosts -A")]
    [InlineData("delete elementalhosts -A")]
    [InlineData("get elementalmachines -A")]
    [InlineData("patch elementalmachines --subresource=status -A")]
    [InlineData("watch machines.cluster.x-k8s.io -A")]
    [InlineData("create events -A")]
    [InlineData("update leases -n elemental-system")]
    [InlineData("create tokenreviews.authentication.k8s.io")]
    [InlineData("create subjectaccessreviews.authorization.k8s.io")]
    public async Task It_may_do_its_work(string right) => Assert.Equal("yes\n", (await CanIAsync(right)).Expect(exitCode: 0).Output);

    [KubectlTheory]
    [InlineData("list secrets -A")]
    [InlineData("list secrets -n elemental-system")]
    [InlineData("watch secrets -n default")]
    [InlineData("update secrets -n default")]
    [InlineData("patch secrets -n default")]
    [InlineData("delete secrets -n default")]
    [InlineData("patch machines.cluster.x-k8s.io -n default")]
    [InlineData("delete machines.cluster.x-k8s.io -n default")]
    [InlineData("patch clusters.cluster.x-k8s.io --subresource=status -n default")]
    [InlineData("create elementalmachines -n default")]
    [InlineData("delete elementalmachines -n default")]
    [InlineData("delete elementalregistrations -n default")]
    [InlineData("deletecollection elementalhosts -n default")]
    [InlineData("get elementalmachinetemplates -n default")]
    [InlineData("update leases -n default")]
    [InlineData("delete leases -n elemental-system")]
    [InlineData("get configmaps -n elemental-system")]
    [InlineData("get namespaces")]
    [InlineData("get /metrics")]
    [InlineData("create clusterrolebindings.rbac.authorization.k8s.io")]
    [InlineData("create serviceaccounts --subresource=token -n elemental-system")]
    public async Task It_may_do_nothing_else(string right) => Assert.Equal("no\n", (await CanIAsync(right)).Expect(exitCode: 1).Output);

    [KubectlFact]
    public async Task The_list_of_its_rights_has_no_wildcard_for_objects_and_Secrets_only_by_name()
    {
        string list = (await CanIAsync("--list -n default")).Expect(exitCode: 0).Output;

        Assert.Matches(@"(?m)^secrets +\[\] +\[\] +\[get create\]$", list);
        Assert.Matches(@"(?m)^machines\.cluster\.x-k8s\.io +\[\] +\[\] +\[list watch\]$", list);
        Assert.DoesNotMatch(@"\[\*\]|(?m)^\*", Regex.Replace(list, @"(?m)^ +\[.*$", ""));
    }

    [KubectlFact]
    public async Task What_it_may_not_do_is_refused_when_it_tries()
    {
        Outcome refused = await cluster.Shell($"kubectl --kubeconfig={cluster.State}/manager-kubeconfig get secrets -n default").RunAsync();

        refused.Expect(exitCode: 1);
        Assert.Equal(
            $"Error from server (Forbidden): secrets is forbidden: User \"{Account}\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"\n",
            refused.Error);
    }

    /// <summary>Asks as an administrator who takes the place of the account. kubectl warns on standard error that namespaces are in none.</summary>
    private Task<Outcome> CanIAsync(string right) => cluster.Shell($"kubectl auth can-i --as={Account} {right}").RunAsync();
}
