using FsCheck;
using FsCheck.Fluent;
using Grpc.Core.Internal;

namespace ElementalProvider.GrpcTests;

/// <summary>The value of <c>grpc-timeout</c>.</summary>
public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData(-1, "1n")]
    [InlineData(0, "1n")]
    [InlineData(1, "1u")]
    [InlineData(10, "1u")]
    [InlineData(11, "2u")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(999_999_991, "100000m")]
    [InlineData(TimeSpan.TicksPerDay * 2, "172800S")]
    [InlineData(TimeSpan.TicksPerDay * 2000, "2880000M")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_the_finest_unit_that_holds_it_and_rounded_up_and_capped_at_its_eight_digits(long ticks, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Encode(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("7u", 70)]
    [InlineData("7m", 70_000)]
    [InlineData("7S", 70_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    [InlineData("00000001S", 10_000_000)]
    public void A_timeout_is_read_in_every_unit(string value, long expectedTicks)
    {
        Assert.True(GrpcTimeout.TryDecode(value, out TimeSpan timeout));
        Assert.Equal(expectedTicks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1s")]
    [InlineData("1.5S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1S ")]
    [InlineData("1,000S")]
    [InlineData("100000000S")]
    public void What_breaks_the_protocol_is_refused(string value) => Assert.False(GrpcTimeout.TryDecode(value, out _));

    [Fact]
    public void No_timeout_gets_shorter_and_none_gets_longer_than_its_unit()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ticks =>
        {
            TimeSpan timeout = TimeSpan.FromTicks(Math.Abs(ticks % TimeSpan.FromDays(100_000).Ticks) + 1);
            string encoded = GrpcTimeout.Encode(timeout);
            return encoded.Length <= 9
                && GrpcTimeout.TryDecode(encoded, out TimeSpan decoded)
                && decoded >= timeout
                && decoded.Ticks - timeout.Ticks <= Math.Max(10, timeout.Ticks / 1000);
        }).QuickCheckThrowOnFailure();
    }
}
