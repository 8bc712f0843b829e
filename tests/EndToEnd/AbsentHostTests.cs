using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>A demo cluster whose manager does not wait long for a host.</summary>
public sealed class ImpatientCluster : DemoCluster
{
    protected override IReadOnlyDictionary<string, string> ManagerEnvironment { get; } =
        new Dictionary<string, string> { ["ELEMENTAL_HOST_LOST_AFTER"] = "4s" };
}

/// <summary>Machines that are switched off, and one that is there twice, with the real agents and the real manager.</summary>
[Collection(nameof(WholeMachine))]
public class AbsentHostTests(ImpatientCluster cluster) : IClassFixture<ImpatientCluster>
{
    private const string Namespace = "default";
    // Nothing that is watched for is far off; a busy machine may take its time.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_machine_that_is_switched_off_is_lost_and_found_when_it_is_on_again()
    {
        using IKubernetesClient client = cluster.NewClient();
        ElementalHost ready = await FirstAsync(client, "machine-2", host => IsReady(host) && Connected(host) is { Status: ConditionStatus.True });
        Assert.Equal("elemental-manager-replica-0", ready.Status!.ConnectedTo);
        Assert.True(ready.IsFree());

        await PowerAsync("off");
        ElementalHost lost = await FirstAsync(client, "machine-2", host => host.IsAway());
        Condition summary = Conditions.Find(lost.Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.Unknown, Reasons.HostLost), (summary.Status, summary.Reason));
        Assert.Equal(HostAvailability.Lost, lost.Availability());

        await PowerAsync("on");
        Assert.True((await FirstAsync(client, "machine-2", host => IsReady(host) && !host.IsAway())).IsFree());
    }

    [Fact]
    public async Task A_disk_that_was_copied_is_told_from_a_machine_that_comes_back()
    {
        using IKubernetesClient client = cluster.NewClient();
        await FirstAsync(client, "machine-3", IsReady);
        using TemporaryFolder copy = new();
        await new Command("/bin/cp", "-a", Path.Combine(cluster.State, "machines/machine-3/root") + "/.", copy.Path).RunAsync();
        copy.Write("proc/sys/kernel/random/boot_id", Guid.NewGuid() + "\n");

        await using (RunningProgram clone = new Command(Executables.Agent, "run", "--root", copy.Path).Start())
        {
            ElementalHost cloned = await FirstAsync(client, "machine-3", host => host.IsCloned());
            Assert.Equal(HostAvailability.Cloned, cloned.Availability());
            Assert.Contains("two machines speak for this host", Conditions.Find(cloned.Status!.Conditions, ConditionTypes.IdentityReady)!.Message, StringComparison.Ordinal);
            await EventAsync(client, "machine-3", Reasons.HostCloned);
            // One of the two is told what is the matter; the pauses grow, so neither throws the other out any more.
            await FirstAsync(client, "machine-3", host => host.IsCloned());
        }

        await client.Resource<ElementalHost>().PatchAsync(Namespace, "machine-3", Patch.Merge(new()
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject
            {
                ["annotations"] = new System.Text.Json.Nodes.JsonObject { [HostAnnotations.CloneResolved] = "the test: the copy is deleted" },
            },
        }));
        ElementalHost one = await FirstAsync(client, "machine-3", host => !host.IsCloned() && host.Metadata.Annotation(HostAnnotations.CloneResolved) is null && IsReady(host));
        Assert.Equal("the test: the copy is deleted", Conditions.Find(one.Status!.Conditions, ConditionTypes.IdentityReady)!.Message);
    }

    private static Condition? Connected(ElementalHost host) => Conditions.Find(host.Status?.Conditions, ConditionTypes.Connected);

    private static bool IsReady(ElementalHost host) => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready);

    private async Task PowerAsync(string power) =>
        (await new Command(Executables.Dev, "hosts", "power", "machine-2", power, "--state", cluster.State).RunAsync()).Expect(exitCode: 0);

    private static async Task EventAsync(IKubernetesClient client, string host, string reason)
    {
        using CancellationTokenSource expiry = new(Limit);
        await foreach (WatchEvent<Corev1Event> change in client.Resource<Corev1Event>().WatchAsync(Namespace, cancellationToken: expiry.Token))
        {
            if (change.Object.Reason == reason && change.Object.InvolvedObject?.Name == host)
                return;
        }
    }

    /// <summary>Watches until a host is as wanted.</summary>
    private static async Task<ElementalHost> FirstAsync(IKubernetesClient client, string name, Func<ElementalHost, bool> wanted)
    {
        using CancellationTokenSource expiry = new(Limit);
        await foreach (WatchEvent<ElementalHost> change in client.Resource<ElementalHost>().WatchAsync(Namespace, cancellationToken: expiry.Token))
        {
            if (change.Type is WatchEventType.Added or WatchEventType.Modified && change.Object.Metadata.Name == name && wanted(change.Object))
                return change.Object;
        }

        throw new TimeoutException($"The watch ended before {name} was as wanted.");
    }
}
