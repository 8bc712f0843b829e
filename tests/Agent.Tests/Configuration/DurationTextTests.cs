using ElementalProvider.Agent.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.Agent.Tests.Configuration;

public class DurationTextTests
{
    [Theory]
    [InlineData("10000000000", 10_000)]
    [InlineData("10s", 10_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("2h45m", 9_900_000)]
    [InlineData("1000000ns", 1)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    public void Nanoseconds_and_durations_are_read(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("-1s")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("1d")]
    [InlineData("1s junk")]
    [InlineData("999999999999999999h")]
    [InlineData("99999999999999999999999")]
    public void Anything_else_is_refused_or_is_nanoseconds(string text) =>
        Assert.Equal(text == "10", DurationText.TryParse(text, out _));

    [Fact]
    public void Every_duration_comes_back_as_it_was_written() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)).ToArbitrary(),
        duration => DurationText.TryParse(DurationText.Format(duration), out TimeSpan again) && again == duration).QuickCheckThrowOnFailure();
}
