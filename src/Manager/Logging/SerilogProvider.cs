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
    // The frameworks log several lines a request.
    private static readonly string[] Noisy = ["Microsoft", "System"];

    // What these call an error, and some of it fatal, is what a peer did: it went away, sent what is no message, or flooded its connection. What goes
    // wrong on this side, the gateway logs itself.
    private static readonly string[] AboutPeers =
    [
        "Grpc",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Connections",
        "Microsoft.AspNetCore.Server.Kestrel.Http2",
    ];

    /// <summary>Logs to the console in the form that the options ask for.</summary>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="options">The options.</param>
    public static void UseSerilog(this ILoggingBuilder logging, ManagerOptions options)
    {
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.Is(options.LogLevel).Enrich.FromLogContext();
        foreach (string source in Noisy)
            configuration.MinimumLevel.Override(source, Higher(options.LogLevel));
        foreach (string source in AboutPeers)
            configuration.MinimumLevel.Override(source, LevelAlias.Off);
        Logger logger = (options.LogJson
            ? configuration.WriteTo.Console(new RenderedCompactJsonFormatter())
            : configuration.WriteTo.Console(new TextLines())).CreateLogger();

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
        foreach (string source in AboutPeers)
            logging.AddFilter<TProvider>(source, Microsoft.Extensions.Logging.LogLevel.None);
    }

    private static LogEventLevel Higher(LogEventLevel level) => level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
}
