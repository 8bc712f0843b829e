using ElementalProvider.Manager.Options;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace ElementalProvider.Manager.Logging;

/// <summary>Makes Serilog the logging provider that writes to the console. Code logs through ILogger and does not know it.</summary>
internal static class SerilogProvider
{
    private const string TextTemplate = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    // The frameworks log several lines a request; gRPC's log one with a stack trace for every agent that drops its stream.
    private static readonly string[] Noisy = ["Grpc", "Microsoft", "System"];

    /// <summary>Logs to the console in the form that the options ask for.</summary>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="options">The options.</param>
    public static void UseSerilog(this ILoggingBuilder logging, ManagerOptions options)
    {
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.Is(options.LogLevel).Enrich.FromLogContext();
        foreach (string source in Noisy)
            configuration.MinimumLevel.Override(source, Higher(options.LogLevel));
        Logger logger = (options.LogJson
            ? configuration.WriteTo.Console(new RenderedCompactJsonFormatter())
            : configuration.WriteTo.Console(outputTemplate: TextTemplate)).CreateLogger();

        logging.ClearProviders();
        logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace);
        logging.AddSerilog(logger, dispose: true);
    }

    /// <summary>Has another provider log what the console shows, and no more.</summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="level">The least that is logged.</param>
    public static void FilterLike<TProvider>(this ILoggingBuilder logging, LogEventLevel level)
        where TProvider : ILoggerProvider
    {
        logging.AddFilter<TProvider>(null, LevelConvert.ToExtensionsLevel(level));
        foreach (string source in Noisy)
            logging.AddFilter<TProvider>(source, LevelConvert.ToExtensionsLevel(Higher(level)));
    }

    private static LogEventLevel Higher(LogEventLevel level) => level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
}
