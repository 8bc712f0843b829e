using System.Collections.Concurrent;
using ElementalProvider.Testing.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Testing.Telemetry;

/// <summary>A small OpenTelemetry collector that keeps what it is sent, over gRPC or over plain HTTP.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const int PrefixLength = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ResourceSpans> _spans = [];
    private readonly ConcurrentQueue<ResourceLogs> _logs = [];
    private readonly ConcurrentQueue<ResourceMetrics> _metrics = [];

    private OtlpCollector(bool overHttp)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
            server.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = overHttp ? HttpProtocols.Http1 : HttpProtocols.Http2));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new(_app.Urls.Single());

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<Span> Spans => [.. _spans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans)];

    /// <summary>All log records so far, with the category of each.</summary>
    public IReadOnlyList<(string Category, LogRecord Record)> Logs =>
        [.. _logs.SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords.Select(record => (scope.Scope.Name, record)))];

    /// <summary>Names of all metrics so far.</summary>
    public IReadOnlySet<string> Metrics =>
        _metrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics).Select(metric => metric.Name).ToHashSet();

    /// <summary>What the senders call themselves.</summary>
    public IReadOnlySet<string> Services => _spans.Select(resource => resource.Resource)
        .Concat(_logs.Select(resource => resource.Resource))
        .Concat(_metrics.Select(resource => resource.Resource))
        .SelectMany(resource => resource.Attributes)
        .Where(attribute => attribute.Key == "service.name")
        .Select(attribute => attribute.Value.StringValue)
        .ToHashSet();

    /// <summary>Starts one.</summary>
    /// <param name="overHttp">Whether it takes protobuf over HTTP instead of gRPC.</param>
    public static async Task<OtlpCollector> StartAsync(bool overHttp = false)
    {
        OtlpCollector collector = new(overHttp);
        await collector._app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        bool isGrpc = context.Request.ContentType == "application/grpc";
        ReadOnlySpan<byte> message = body.ToArray().AsSpan(isGrpc ? PrefixLength : 0);
        switch (context.Request.Path.Value)
        {
            case "/opentelemetry.proto.collector.trace.v1.TraceService/Export" or "/v1/traces":
                Keep(_spans, ExportTraces.Parser.ParseFrom(message).ResourceSpans);
                break;
            case "/opentelemetry.proto.collector.logs.v1.LogsService/Export" or "/v1/logs":
                Keep(_logs, ExportLogs.Parser.ParseFrom(message).ResourceLogs);
                break;
            case "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" or "/v1/metrics":
                Keep(_metrics, ExportMetrics.Parser.ParseFrom(message).ResourceMetrics);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }

        context.Response.ContentType = context.Request.ContentType;
        if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[PrefixLength], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private static void Keep<T>(ConcurrentQueue<T> kept, IEnumerable<T> received)
    {
        foreach (T one in received)
            kept.Enqueue(one);
    }
}
