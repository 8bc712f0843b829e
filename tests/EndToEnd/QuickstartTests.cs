using System.Text.RegularExpressions;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What docs/quickstart.md tells people to type, typed in its order, and what it promises of each command.</summary>
[Collection(nameof(WholeMachine))]
public class QuickstartTests(DemoCluster cluster) : IClassFixture<DemoCluster>
{
    private const string Identities =
        """kubectl get elementalhosts --no-headers -o 'custom-columns=NAME:.metadata.name,UID:.metadata.uid,READY:.status.conditions[?(@.type=="Ready")].status'""";

    // The fixture stands for the script, and its KUBECONFIG is not in the repository; StoryTests plays the story.
    private static readonly string[] DoneElsewhere =
        ["hack/demo.sh", "export KUBECONFIG=.demo/kubeconfig", "hack/demo.sh --once", "hack/demo.sh --once --chaos 7"];

    [KubectlFact]
    public async Task What_the_quickstart_says_on_this_machine_works()
    {
        Dictionary<string, Func<string, Task>> promises = new()
        {
            ["kubectl get elementalhosts"] = line => ShowsAsync(line, "four free hosts", FourFreeHosts),
            ["kubectl apply -f config/samples/demo-cluster.yaml"] = line => PrintsAsync(line, "^cluster.cluster.x-k8s.io/sample created\n"),
            ["kubectl get clusters,machines,elementalmachines,elementalhosts"] = line => PrintsAsync(line, "cluster.cluster.x-k8s.io/sample "),
            ["kubectl get elementalmachines -w"] = line => ShowsAsync(line, "three machines", lines => Machines(lines, @"^sample-.* elemental://default/machine-\d +true +True +Ready") == 3),
            ["kubectl describe elementalmachine -l cluster.x-k8s.io/cluster-name=sample"] = line => PrintsAsync(line, @"(?s)Conditions:.*Type: +AssociationReady.*Events:"),
            ["kubectl wait --for=condition=Ready elementalmachines --all --timeout=60s"] = line => PrintsAsync(line, @"^(elementalmachine\S+ condition met\n){3}$"),
            ["kubectl scale machinedeployment sample-workers --replicas=5"] = line => PrintsAsync(line, "^machinedeployment.cluster.x-k8s.io/sample-workers scaled\n$"),
            ["kubectl get elementalmachines -o wide"] = line => ShowsAsync(line, "two machines without a host", TwoMachinesWithoutAHost),
            ["kubectl delete cluster sample"] = line => PrintsAsync(line, "^cluster.cluster.x-k8s.io \"sample\" deleted"),
            ["kubectl get elementalhosts -w"] = line => ShowsAsync(line, "four free hosts", FourFreeHosts),
        };
        string[] commands = [.. Documents.Commands("docs/quickstart.md", "On this machine").Except(DoneElsewhere)];
        Assert.Equal(promises.Keys, commands);

        IReadOnlyDictionary<string, string[]> before = await IdentitiesAsync();
        foreach (string command in commands)
            await promises[command](command);

        await cluster.WatchAsync(
            $"{Identities} -w",
            "four hosts that are somebody new",
            lines => LatestRows.Of(lines) is { Count: DemoCluster.Machines } now && now.Values.All(row => row[1] != before[row[0]][1] && row[2] == "True"));
    }

    private async Task<IReadOnlyDictionary<string, string[]>> IdentitiesAsync() => LatestRows.Of((await cluster.RunAsync(Identities)).Split('\n'));

    private async Task PrintsAsync(string line, string pattern) => Assert.Matches(pattern, await cluster.RunAsync(line));

    /// <summary>A reader looks again until it is there; the test watches.</summary>
    private Task ShowsAsync(string line, string what, Func<IReadOnlyList<string>, bool> shown) =>
        cluster.WatchAsync(line.EndsWith(" -w", StringComparison.Ordinal) ? line : line + " -w", what, shown);

    private static bool FourFreeHosts(IReadOnlyList<string> lines) =>
        LatestRows.Of(lines).Values.Count(row => row is [_, "Running", "True", "True", _]) == DemoCluster.Machines;

    private static int Machines(IReadOnlyList<string> lines, string pattern) =>
        lines.Where(line => Regex.IsMatch(line, pattern)).Select(line => line.Split(' ')[0]).Distinct().Count();

    /// <summary>One control plane machine and five workers want a host, four get one, and the message's counts add up.</summary>
    private static bool TwoMachinesWithoutAHost(IReadOnlyList<string> lines) =>
        Machines(lines, "MissingAvailableHosts +[12] more hosts? matching location=lab (is|are) needed: none of the 4 hosts in the namespace default can be claimed: 4 claimed ") == 2;
}
