using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Tests.Engine;

public class ResetPacingTests
{
    private static readonly RetryPolicy Pauses = new() { First = TimeSpan.FromSeconds(5), Cap = TimeSpan.FromMinutes(1), Random = () => 0 };

    [Fact]
    public void The_first_boot_asks_at_once() => Assert.Equal(TimeSpan.Zero, ResetPacing.PauseBefore(null, "boot-1", Pauses));

    [Fact]
    public void The_boot_that_asked_already_asks_again_at_once() => Assert.Equal(TimeSpan.Zero, ResetPacing.PauseBefore(InVain(3), "boot-1", Pauses));

    [Theory]
    [InlineData(0, 2.5)]
    [InlineData(1, 2.5)]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    [InlineData(4, 20)]
    [InlineData(5, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Each_boot_in_vain_makes_the_next_one_wait_longer_up_to_a_cap(int attempts, double seconds) =>
        Assert.Equal(seconds, ResetPacing.PauseBefore(InVain(attempts), "boot-2", Pauses).TotalSeconds);

    [Fact]
    public void A_fleet_does_not_come_back_at_once() =>
        Assert.Equal(5, ResetPacing.PauseBefore(InVain(1), "boot-2", Pauses with { Random = () => 1 }).TotalSeconds);

    private static ResetEntry InVain(int attempts) => new() { BootId = "boot-1", Attempts = attempts };
}
