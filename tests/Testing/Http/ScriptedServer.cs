using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Testing.Http;

/// <summary>A real web server on a free port of the loopback address whose answers a test writes itself.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    private ScriptedServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>What it was asked so far.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>How a Kubernetes client reaches it.</summary>
    public KubernetesClientConfiguration Configuration => new() { Host = Address.AbsoluteUri };

    /// <summary>Starts a server over plain HTTP.</summary>
    /// <param name="answer">Answers every request; the body was read already and can be read again.</param>
    public static Task<ScriptedServer> StartAsync(RequestDelegate answer) => StartAsync(answer, certificate: null);

    /// <summary>Starts a server over TLS that asks for a client certificate and accepts any.</summary>
    /// <param name="answer">Answers every request.</param>
    /// <param name="certificate">Certificate of the server with its key; null for plain HTTP.</param>
    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is null)
                return;
            listen.UseHttps(certificate, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        ScriptedServer server = new(builder.Build());
        server._app.Run(async context =>
        {
            server._requests.Enqueue(await RecordAsync(context.Request));
            await answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static async Task<RecordedRequest> RecordAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using StreamReader reader = new(request.Body, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        return new RecordedRequest(
            request.Method,
            request.Path.ToUriComponent() + request.QueryString.Value,
            request.ContentType,
            body,
            request.Headers.Authorization,
            request.Headers.UserAgent.ToString());
    }
}
