using System.Globalization;
using System.Text;
using System.Text.Json;
using ElementalProvider.Api.Meta;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Logging;

/// <summary>Puts log entries into words. A line break in a value never makes a second line, and nothing in one steers a terminal.</summary>
internal static class LogLines
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    // The name under which the message template travels among the values.
    private const string Template = "{OriginalFormat}";

    public static string Text(LogEntry entry)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Level(entry.Level),-5} {entry.Message}");
        return PrintableText.Of((entry.Exception is null ? line : $"{line} {entry.Exception}").ReplaceLineEndings(" "));
    }

    public static string Json(LogEntry entry)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("time", entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteString("level", Level(entry.Level));
            writer.WriteNumber("event", entry.EventId);
            writer.WriteString("message", entry.Message);
            foreach ((string name, object? value) in entry.Values.Where(value => value.Key != Template))
                writer.WriteString(JsonNamingPolicy.CamelCase.ConvertName(name), Convert.ToString(value, CultureInfo.InvariantCulture));

            if (entry.Exception is not null)
                writer.WriteString("exception", entry.Exception.ToString());

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}

/// <summary>One entry of the log.</summary>
internal sealed record LogEntry
{
    public required DateTimeOffset Time { get; init; }

    public required LogLevel Level { get; init; }

    public int EventId { get; init; }

    public required string Message { get; init; }

    public IReadOnlyList<KeyValuePair<string, object?>> Values { get; init; } = [];

    public Exception? Exception { get; init; }
}

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
