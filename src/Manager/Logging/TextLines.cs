using System.Globalization;
using ElementalProvider.Api.Meta;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace ElementalProvider.Manager.Logging;

/// <summary>
/// The log for people: an entry is one line, and an exception follows on lines that are indented. Much of what is logged was said by somebody else, who
/// may have put line breaks and terminal controls into it: none of it makes a line that looks like an entry.
/// </summary>
internal sealed class TextLines : ITextFormatter
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}";
    private const string Indent = "  ";

    private readonly MessageTemplateTextFormatter _entry = new(Template, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using StringWriter entry = new(CultureInfo.InvariantCulture);
        _entry.Format(logEvent, entry);
        output.WriteLine(PrintableText.Of(entry.ToString()));
        if (logEvent.Exception is null)
            return;

        foreach (string line in logEvent.Exception.ToString().Split('\n'))
            output.WriteLine(Indent + PrintableText.Of(line.TrimEnd('\r')));
    }
}
