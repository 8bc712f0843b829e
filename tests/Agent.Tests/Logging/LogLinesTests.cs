using System.Text.Json;
using ElementalProvider.Agent.Logging;
using ElementalProvider.Agent.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Tests.Logging;

public sealed class LogLinesTests : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };

    [Fact]
    public void Text_is_time_level_and_message_on_one_line()
    {
        Logger(LogFormat.Text).LogWarning("could not {What}", "read\nthis");

        Assert.Equal("2026-03-01T12:00:00.000Z warn  could not read this\n", output.ToString());
    }

    [Fact]
    public void Text_holds_nothing_that_steers_a_terminal()
    {
        Logger(LogFormat.Text).LogWarning("could not {What}", "read\u001b[2J\0this");

        Assert.Equal("2026-03-01T12:00:00.000Z warn  could not read\\u001b[2J\\u0000this\n", output.ToString());
    }

    [Fact]
    public void Json_keeps_the_values_apart()
    {
        Logger(LogFormat.Json).LogInformation(new EventId(7), "{Name} took {Seconds} s", "m-1", 1.5);

        using JsonDocument line = JsonDocument.Parse(output.ToString());
        Assert.Equal(
            ("2026-03-01T12:00:00.000Z", "info", 7, "m-1 took 1.5 s", "m-1", "1.5"),
            (Text(line, "time"), Text(line, "level"), line.RootElement.GetProperty("event").GetInt32(), Text(line, "message"), Text(line, "name"), Text(line, "seconds")));
        Assert.Equal(1, output.ToString().Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Json")]
    public void An_exception_does_not_make_a_second_line(string format)
    {
        Logger(Enum.Parse<LogFormat>(format)).LogError(new IOException("first\nsecond"), "failed");

        Assert.Equal(1, output.ToString().Count(character => character == '\n'));
        Assert.Contains("IOException", output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => output.Dispose();

    private ILogger Logger(LogFormat format)
    {
        LineLoggerProvider provider = new(output, format, new ManualClock());
        return provider.CreateLogger("test");
    }

    private static string? Text(JsonDocument line, string name) => line.RootElement.GetProperty(name).GetString();
}
