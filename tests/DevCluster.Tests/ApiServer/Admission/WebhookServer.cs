using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

/// <summary>An HTTPS server of admission webhooks whose answers tests decide, by path.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentDictionary<string, Func<JsonObject, JsonObject?>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    private WebhookServer(WebApplication application, X509Certificate2 certificate)
    {
        _application = application;
        _certificate = certificate;
    }

    public int Port { get; private set; }

    /// <summary>What a clientConfig's caBundle must hold.</summary>
    public string CaBundle => Convert.ToBase64String(Encoding.UTF8.GetBytes(_certificate.ExportCertificatePem()));

    /// <summary>Starts a server that is known as 127.0.0.1 and by <paramref name="dnsName"/>.</summary>
    public static async Task<WebhookServer> StartAsync(string dnsName)
    {
        X509Certificate2 certificate = SelfSigned(dnsName);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        WebApplication application = builder.Build();
        var server = new WebhookServer(application, certificate);
        ((IApplicationBuilder)application).Run(server.ServeAsync);
        await application.StartAsync();
        server.Port = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return server;
    }

    /// <summary>Decides what reviews on a path get as response, given their request; null never answers.</summary>
    /// <returns>The address of the path.</returns>
    public string On(string path, Func<JsonObject, JsonObject?> answer)
    {
        _answers[path] = answer;
        return $"https://127.0.0.1:{Port}/{path}";
    }

    /// <summary>The requests that a path has got, in order.</summary>
    public IReadOnlyList<JsonObject> Calls(string path) => _calls.TryGetValue(path, out ConcurrentQueue<JsonObject>? calls) ? [.. calls] : [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.DisposeAsync();
        _certificate.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.TrimStart('/');
        JsonObject request = (await JsonNode.ParseAsync(context.Request.Body))!["request"]!.AsObject();
        request["query"] = context.Request.QueryString.Value;
        _calls.GetOrAdd(path, _ => new ConcurrentQueue<JsonObject>()).Enqueue(request);
        if (_answers[path](request) is not { } response)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token).Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        response.TryAdd("uid", request["uid"]!.DeepClone());
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response }.ToJsonString());
    }

    private static X509Certificate2 SelfSigned(string dnsName)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhooks", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 issued = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }
}
