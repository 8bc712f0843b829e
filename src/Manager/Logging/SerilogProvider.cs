using ElementalProvider.Manager.Options;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace ElementalProvider.Manager.Logging;

/// <summary>Makes Serilog the one logging provider of the host. Code logs through ILogger and does not know it.</summary>
internal static class SerilogProvider
{
    private const string TextTemplate = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Logs to the console in the form that the options ask for.</summary>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="options">The options.</param>
    public static void UseSerilog(this ILoggingBuilder logging, ManagerOptions options)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(options.LogLevel)
            // The frameworks log several lines a request; gRPC's log one with a stack trace for every agent that drops its stream.
            .MinimumLevel.Override("Grpc", Higher(options.LogLevel))
            .MinimumLevel.Override("Microsoft", Higher(options.LogLevel))
            .MinimumLevel.Override("System", Higher(options.LogLevel))
            .Enrich.FromLogContext();
        Logger logger = (options.LogJson
            ? configuration.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : configuration.WriteTo.Console(outputTemplate: TextTemplate)).CreateLogger();

        logging.ClearProviders();
        logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace);
        logging.AddSerilog(logger, dispose: true);
    }

    private static LogEventLevel Higher(LogEventLevel level) => level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
}
