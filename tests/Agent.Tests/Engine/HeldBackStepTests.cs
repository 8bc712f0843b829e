using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.Engine;

public sealed class HeldBackStepTests : IDisposable
{
    private static readonly AgentStep Register = new AgentStep.Register();
    private static readonly RetryPolicy AlmostTheCeiling = new() { First = TimeSpan.FromSeconds(1), Cap = TimeSpan.FromSeconds(4), Random = () => 0.5 };

    private readonly ManualClock clock = new();
    private readonly WakeUp wakeUp = new();
    private readonly HeldBackStep heldBack;

    public HeldBackStepTests() => heldBack = new HeldBackStep(clock, wakeUp);

    [Fact]
    public async Task A_failed_step_waits_for_its_pause_and_is_then_woken()
    {
        heldBack.Failed(Register, new IOException(), AlmostTheCeiling);

        clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.True(heldBack.IsHeldBack(Register));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(heldBack.IsHeldBack(Register));
        await wakeUp.WaitAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);
    }

    [Fact]
    public void Pauses_grow_up_to_the_cap_and_begin_again_after_a_success()
    {
        double[] pauses = [.. Enumerable.Range(0, 4).Select(_ => heldBack.Failed(Register, new IOException(), AlmostTheCeiling).TotalSeconds)];
        heldBack.Succeeded();

        Assert.Equal([0.5, 1, 2, 2], pauses);
        Assert.Equal(0.5, heldBack.Failed(Register, new IOException(), AlmostTheCeiling).TotalSeconds);
    }

    [Fact]
    public void Another_step_is_not_held_back()
    {
        heldBack.Failed(Check("v1"), new IOException(), AlmostTheCeiling);

        Assert.False(heldBack.IsHeldBack(Check("v2")));
        Assert.False(heldBack.IsHeldBack(new AgentStep.TriggerReset()));
        Assert.True(heldBack.IsHeldBack(Check("v1")));
    }

    [Fact]
    public void The_servers_wish_is_a_lower_bound()
    {
        RpcException busy = new(new Status(StatusCode.Unavailable, "busy"), new Metadata { { "retry-after", "30" } });

        Assert.Equal(30.5, heldBack.Failed(Register, busy, AlmostTheCeiling).TotalSeconds);
    }

    public void Dispose() => heldBack.Dispose();

    private static AgentStep.CheckOperation Check(string version) => new(new OperationKey(version, 0, "Upgrade", version));
}
