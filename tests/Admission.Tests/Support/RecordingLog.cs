using System.Text;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Admission.Tests.Support;

/// <summary>Keeps every line that is logged, at every level.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder _lines = new();
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _lines.Append(formatter(state, exception)).Append(exception).AppendLine();
    }

    public override string ToString()
    {
        lock (_lock)
            return _lines.ToString();
    }

    public void Dispose()
    {
    }
}
