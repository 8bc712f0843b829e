using System.Reflection;
using ElementalProvider.Manager.Logging;
using ElementalProvider.Manager.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ElementalProvider.Manager.Telemetry;

/// <summary>Who gets to see what the rooms measure: Prometheus by scraping, an OpenTelemetry collector by export.</summary>
internal static class ManagerTelemetry
{
    /// <summary>What the manager calls itself to collectors.</summary>
    public const string ServiceName = "elemental-manager";

    // Every room names its meter and its activity source after itself.
    private const string Rooms = "ElementalProvider.*";
    private const string Runtime = "System.Runtime";

    // The variables that every OpenTelemetry SDK reads say how; where to, only the option does.
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string OverHttp = "http/protobuf";

    /// <summary>Adds what the options ask for. What nobody asks for is not collected at all.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="options">The options.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, ManagerOptions options)
    {
        if (options.MetricsBindAddress is not null)
            builder.Services.AddPrometheus();
        if (options.OtlpEndpoint is { } collector)
            builder.AddExport(collector, options);
    }

    /// <summary>Collects metrics for scrapes. Names and labels are exactly those of the instruments: dashboards know them from controller-runtime.</summary>
    /// <param name="services">The container.</param>
    public static void AddPrometheus(this IServiceCollection services) =>
        services.AddMeasuring().WithMetrics(metrics => metrics.AddPrometheusExporter(prometheus =>
        {
            prometheus.ScopeInfoEnabled = false;
            prometheus.TargetInfoEnabled = false;
        }));

    private static void AddExport(this IHostApplicationBuilder builder, Uri collector, ManagerOptions options)
    {
        OtlpExportProtocol protocol = builder.Configuration[ProtocolVariable] == OverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        builder.Logging.FilterLike<OpenTelemetryLoggerProvider>(options.LogLevel);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ExportFailures>(provider, collector));
        builder.Services.AddMeasuring()
            .WithTracing(traces => traces.AddSource(Rooms))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter(protocol, collector);
    }

    private static OpenTelemetryBuilder AddMeasuring(this IServiceCollection services) => services
        .AddSingleton<ProcessMetrics>()
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: Version()))
        .WithMetrics(metrics => metrics.AddMeter(Rooms, Runtime).AddInstrumentation(provider => provider.GetRequiredService<ProcessMetrics>()));

    private static string? Version() =>
        typeof(ManagerTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
