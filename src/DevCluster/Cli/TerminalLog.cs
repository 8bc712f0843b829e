using ElementalProvider.DevCluster.Setup;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>Loggers whose lines a person reads as progress.</summary>
internal sealed class TerminalLog(Progress progress) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place to log to: the terminal.");

    public ILogger CreateLogger(string categoryName) => new ProgressLogger(progress);

    public void Dispose()
    {
    }

    private sealed class ProgressLogger(Progress progress) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                progress.Say(formatter(state, exception));
        }
    }
}
