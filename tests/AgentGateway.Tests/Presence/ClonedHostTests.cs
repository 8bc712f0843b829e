using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using Grpc.Core;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Presence;

/// <summary>Two machines with the key of one host.</summary>
public class ClonedHostTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task Two_machines_with_one_key_are_named_get_nothing_and_are_kept_apart_until_a_person_decides()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost first = await ConnectedHost.StartAsync(api, gateway);
        List<ConnectedHost> streams = [first];
        await first.ReportAsync(Ready(bootId: "boot-1"));
        await first.ClaimAsync();
        await gateway.HeardAsync(new ObjectKey(first.Registration.Key.Namespace, first.Agent.Name), "boot-1");
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));

        // They throw each other out.
        for (int turn = 0; turn < 4; turn++)
        {
            ConnectedHost next = first.ConnectAgain();
            streams.Add(next);
            await next.NextAsync();
            await next.ReportAsync(Ready(bootId: turn % 2 == 0 ? "boot-copy" : "boot-1"));
            await gateway.HeardAsync(new ObjectKey(first.Registration.Key.Namespace, first.Agent.Name), turn % 2 == 0 ? "boot-copy" : "boot-1");
            gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        ElementalHost cloned = await first.UntilAsync(host => host.IsCloned());
        Condition said = Conditions.Find(cloned.Status!.Conditions, ConditionTypes.IdentityReady)!;
        Assert.Contains("boot boot-1 at 127.0.0.1", said.Message, StringComparison.Ordinal);
        Assert.Contains("boot boot-cop", said.Message, StringComparison.Ordinal);
        Condition ready = Conditions.Find(cloned.Status.Conditions, ConditionTypes.Ready)!;
        Assert.Equal(("False", Reasons.HostCloned), (ready.Status, ready.Reason));
        Assert.Equal(HostAvailability.Claimed, cloned.Availability());

        // No bootstrap data, and no second stream.
        RpcException none = await Assert.ThrowsAsync<RpcException>(first.Agent.GetBootstrapAsync);
        Assert.Contains("two machines have its key", none.Status.Detail, StringComparison.Ordinal);
        TimeSpan[] pauses = [await RefusedAsync(first), await RefusedAsync(first), await RefusedAsync(first)];
        Assert.Equal([15, 30, 60], pauses.Select(pause => pause.TotalSeconds));

        // The copy is gone, and somebody says so.
        await first.PatchAsync($$"""{"metadata": {"annotations": {"{{HostAnnotations.CloneResolved}}": "alice: the copy is wiped"} } }""");
        ElementalHost resolved = await first.UntilAsync(host => !host.IsCloned() && host.Metadata.Annotation(HostAnnotations.CloneResolved) is null);
        Condition word = Conditions.Find(resolved.Status!.Conditions, ConditionTypes.IdentityReady)!;
        Assert.Equal(("True", Reasons.CloneResolved, "alice: the copy is wiped"), (word.Status, word.Reason, word.Message));
        Assert.True(Conditions.IsTrue(resolved.Status.Conditions, ConditionTypes.Ready));
        foreach (ConnectedHost stream in streams.Skip(1))
            stream.Dispose();
    }

    private static async Task<TimeSpan> RefusedAsync(ConnectedHost host)
    {
        using ConnectedHost again = host.ConnectAgain();
        RpcException refused = await Assert.ThrowsAsync<RpcException>(again.NextAsync);
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        return refused.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>()!.RetryDelay.ToTimeSpan();
    }
}
