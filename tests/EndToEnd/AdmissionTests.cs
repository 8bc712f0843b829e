using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What a person is told who types something that cannot be meant.</summary>
[Collection(nameof(WholeMachine))]
public class AdmissionTests(DemoCluster cluster) : IClassFixture<DemoCluster>
{
    private const string Host = "machine-1";
    private const string Label = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update";
    private const string Detach = "elementalhost.infrastructure.cluster.x-k8s.io/detach";

    [KubectlFact]
    public async Task A_label_for_updates_that_means_nothing_is_refused_and_nothing_changes()
    {
        string before = await LabelsAsync();

        Outcome refused = await cluster.Shell($"kubectl label elementalhost {Host} {Label}=now").RunAsync();

        Assert.Equal(
            "The request is invalid: admission webhook \"validation.elementalhost.infrastructure.cluster.x-k8s.io\" denied the request: "
            + $"metadata.labels[{Label}]: Unsupported value: \"now\": supported values: \"pending\", \"done\"\n",
            refused.Error);
        refused.Expect(exitCode: 1);
        Assert.Equal(before, await LabelsAsync());
        Assert.DoesNotContain("in-place-update", before, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task A_host_is_not_detached_without_a_reason()
    {
        Outcome refused = await cluster.Shell($"kubectl annotate elementalhost {Host} {Detach}=").RunAsync();

        Assert.StartsWith(
            "The request is invalid: admission webhook \"validation.elementalhost.infrastructure.cluster.x-k8s.io\" denied the request: "
            + $"metadata.annotations[{Detach}]: Required value: ",
            refused.Error,
            StringComparison.Ordinal);
        refused.Expect(exitCode: 1);
    }

    [KubectlFact]
    public async Task A_template_does_not_change_but_its_labels_do()
    {
        await cluster.RunAsync("kubectl apply -f config/samples/demo-cluster.yaml");

        Outcome refused = await cluster.Shell(
            """kubectl patch elementalmachinetemplate sample-workers --type=merge -p '{"spec":{"template":{"spec":{"selector":{"matchLabels":{"location":"elsewhere"}}}}}}'""")
            .RunAsync();

        Assert.Equal(
            "The request is invalid: admission webhook \"validation.elementalmachinetemplate.infrastructure.cluster.x-k8s.io\" denied the request: "
            + "spec.template.spec: Forbidden: a template does not change; create another one and let its users refer to that\n",
            refused.Error);
        refused.Expect(exitCode: 1);
        Assert.EndsWith("/sample-workers labeled\n", await cluster.RunAsync("kubectl label elementalmachinetemplate sample-workers team=a"), StringComparison.Ordinal);
    }

    private Task<string> LabelsAsync() => cluster.RunAsync($"kubectl get elementalhost {Host} -o jsonpath={{.metadata.labels}}");
}
