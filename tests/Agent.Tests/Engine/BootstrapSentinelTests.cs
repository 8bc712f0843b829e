using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Engine;

public sealed class BootstrapSentinelTests : IDisposable
{
    private readonly TestHost host = new();
    private readonly WakeUp wakeUp = new();
    private readonly ManualClock clock = new();

    [Fact]
    public async Task The_file_is_noticed_when_it_appears()
    {
        using BootstrapSentinel sentinel = new(host.Root, wakeUp, clock);
        await WokenAsync();

        host.Write(BootstrapSentinel.HostPath, "success\n");

        await WokenAsync();
        Assert.True(BootstrapSentinel.IsPresent(host.Root));
    }

    [Fact]
    public async Task Where_the_kernel_has_no_watch_left_the_file_is_looked_for_every_few_seconds()
    {
        using BootstrapSentinel sentinel = new(host.Root, wakeUp, clock, (_, _) =>
            throw new IOException("The configured user limit (128) on the number of inotify instances has been reached."));
        await WokenAsync();

        for (int look = 0; look < 3; look++)
        {
            await clock.WaitForTimerAsync(BootstrapSentinel.PollEvery);
            clock.Advance(BootstrapSentinel.PollEvery);
            await WokenAsync();
        }
    }

    [Fact]
    public void Nothing_is_looked_for_after_the_end()
    {
        BootstrapSentinel sentinel = new(host.Root, wakeUp, clock, (_, _) => throw new IOException("No space left on device"));

        sentinel.Dispose();

        Assert.False(clock.HasTimers);
    }

    public void Dispose() => host.Dispose();

    private Task WokenAsync() => wakeUp.WaitAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);
}
