using System.Text.Json;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Api.Tests;

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
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(Json(json)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"\"")]
    [InlineData("\"10\"")]
    [InlineData("\"-10s\"")]
    [InlineData("\"10s!\"")]
    [InlineData("\"10s\\n\"")]
    [InlineData("\"soon\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Anything_else_is_left_to_the_agent(string json) => Assert.Null(GoDuration.Parse(Json(json)));

    [Theory]
    [InlineData("10000000000", true)]
    [InlineData("\"1m30s\"", true)]
    [InlineData("0", true)]
    [InlineData("\"0\"", true)]
    [InlineData("\"0s\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("null", true)]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("\"10\"", false)]
    [InlineData("\"-10s\"", false)]
    [InlineData("\"soon\"", false)]
    [InlineData("{}", false)]
    public void Nothing_and_zero_are_no_mistake_but_other_text_is(string json, bool isReadable) =>
        Assert.Equal(isReadable, GoDuration.IsReadable(Json(json)));

    private static JsonElement Json(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
