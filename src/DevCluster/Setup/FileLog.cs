using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Logs into one file, so that the terminal stays for people.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private readonly TimeProvider _clock;
    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();

    public FileLog(string path, TimeProvider clock)
    {
        _clock = clock;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    /// <summary>Loggers that write into a file.</summary>
    public static ILoggerFactory Open(string path, TimeProvider clock) =>
        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(new FileLog(path, clock)));

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public void Dispose()
    {
        lock (_lock)
            _writer.Dispose();
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        string time = _clock.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (_lock)
            _writer.WriteLine($"{time} {level,-11} {category}: {message}{(exception is null ? "" : $" [{exception.GetType().Name}]")}");
    }

    private sealed class CategoryLogger(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, category, formatter(state, exception), exception);
        }
    }
}
