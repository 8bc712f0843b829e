using System.Diagnostics.Metrics;
using System.Globalization;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>Counts requests by answer, under client-go's name.</summary>
internal sealed class RestClientMetrics : IDisposable
{
    public const string MeterName = "ElementalProvider.ControllerRuntime.Client";

    private readonly Meter? _own;
    private readonly Counter<long> _requests;

    public RestClientMetrics(IMeterFactory? factory)
    {
        _own = factory is null ? new Meter(MeterName) : null;
        Meter meter = _own ?? factory!.Create(MeterName);
        _requests = meter.CreateCounter<long>(
            "rest_client_requests_total", description: "Number of HTTP requests, partitioned by status code, method, and host.");
    }

    public void Answered(HttpMethod method, Uri server, int code) => Count(method, server, code.ToString(CultureInfo.InvariantCulture));

    public void Failed(HttpMethod method, Uri server) => Count(method, server, "<error>");

    public void Dispose() => _own?.Dispose();

    private void Count(HttpMethod method, Uri server, string code) =>
        _requests.Add(1, new("code", code), new("method", method.Method), new("host", server.Authority));
}
