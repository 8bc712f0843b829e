using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Tests.Support;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class GoDurationTests
{
    [Theory]
    [InlineData("10000000000", 10)]
    [InlineData("\"10s\"", 10)]
    [InlineData("\"1m30s\"", 90)]
    [InlineData("\"1.5h\"", 5400)]
    [InlineData("\"250ms\"", 0.25)]
    [InlineData("\"99999999h\"", 31536000)]
    public void Nanoseconds_and_Gos_spelling_are_understood(string json, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(SampleObjects.Json(json)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"\"")]
    [InlineData("\"10\"")]
    [InlineData("\"-10s\"")]
    [InlineData("\"10s!\"")]
    [InlineData("\"soon\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Anything_else_is_left_to_the_agent(string json) => Assert.Null(GoDuration.Parse(SampleObjects.Json(json)));
}
