using ElementalProvider.Manager.Logging;
using Serilog.Events;
using Serilog.Parsing;

namespace ElementalProvider.Manager.Tests.Logging;

public class TextLinesTests
{
    [Fact]
    public void An_entry_is_one_line_whatever_its_values_are() =>
        Assert.Equal(
            ["""2026-03-01T12:00:00.000+00:00 WRN Gateway: said one\n2026-03-01T12:00:01.000+00:00 FTL Gateway: two\u001b[2J\u0000"""],
            Lines(Entry("one\n2026-03-01T12:00:01.000+00:00 FTL Gateway: two\u001b[2J\0")));

    [Fact]
    public void No_line_of_an_exception_looks_like_an_entry() =>
        Assert.Equal(
            ["2026-03-01T12:00:00.000+00:00 WRN Gateway: said it", "  System.IO.IOException: first", "  2026 FTL second\\u001b[2J"],
            Lines(Entry("it", new IOException("first\r\n2026 FTL second\u001b[2J"))));

    private static LogEvent Entry(string said, Exception? exception = null) => new(
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        LogEventLevel.Warning,
        exception,
        new MessageTemplateParser().Parse("said {What}"),
        [new LogEventProperty("SourceContext", new ScalarValue("Gateway")), new LogEventProperty("What", new ScalarValue(said))]);

    private static string[] Lines(LogEvent entry)
    {
        using StringWriter output = new() { NewLine = "\n" };
        new TextLines().Format(entry, output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
