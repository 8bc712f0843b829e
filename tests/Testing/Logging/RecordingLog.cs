using System.Text;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Testing.Logging;

/// <summary>Keeps every line that is logged, at every level.</summary>
public sealed class RecordingLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder _lines = new();
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _lines.Append(formatter(state, exception)).Append(exception).AppendLine();
    }

    /// <summary>All of it.</summary>
    public override string ToString()
    {
        lock (_lock)
            return _lines.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
