using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Logging;

/// <summary>Writes each log entry as one line, at once: an agent that is killed has lost none of them.</summary>
internal sealed class LineLoggerProvider(TextWriter output, LogFormat format, TimeProvider time) : ILoggerProvider
{
    private readonly TimeProvider clock = time;
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose() => output.Flush();

    private void Write(LogEntry entry)
    {
        string line = format == LogFormat.Json ? LogLines.Json(entry) : LogLines.Text(entry);
        lock (gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(new LogEntry
            {
                Time = provider.clock.GetUtcNow(),
                Level = logLevel,
                EventId = eventId.Id,
                Message = formatter(state, exception),
                Values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
                Exception = exception,
            });
    }
}
