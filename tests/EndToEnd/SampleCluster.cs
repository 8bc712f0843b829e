using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>A demo cluster with <c>config/samples/demo-cluster.yaml</c> applied: three of its four machines are in use.</summary>
public sealed class SampleCluster : DemoCluster
{
    public const int InUse = 3;

    /// <summary>The host that no machine has.</summary>
    public string FreeHost { get; private set; } = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (KubectlFactAttribute.Program is null)
            return;

        await RunAsync("kubectl apply -f config/samples/demo-cluster.yaml");
        await WatchAsync(
            "kubectl get machines -w --no-headers -o custom-columns=NAME:.metadata.name,PHASE:.status.phase",
            "three machines that run",
            lines => LatestRows.Of(lines).Values.Count(row => row is [_, "Running"]) == InUse);
        // A Machine runs as soon as its Node is there; what the provider says of its own side follows a moment later.
        await RunAsync("kubectl wait --for=condition=Ready elementalmachines --all --timeout=120s");
        await RunAsync("kubectl wait --for=condition=Ready elementalhosts --all --timeout=120s");
        string hosts = await RunAsync("kubectl get elementalhosts --no-headers -o custom-columns=NAME:.metadata.name,MACHINE:.spec.machineRef.name");
        FreeHost = LatestRows.Of(hosts.Split('\n')).Values.Single(row => row is [_, "<none>"])[0];
    }
}
