using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.Conformance.Running;

/// <summary>Answers admission reviews over TLS as cases tell it to.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (JsonArray Answers, ConcurrentQueue<JsonNode> Calls)> _hooks = new(StringComparer.Ordinal);
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _application;

    private WebhookServer(X509Certificate2 certificate, WebApplication application)
    {
        _certificate = certificate;
        _application = application;
    }

    /// <summary>Such as https://127.0.0.1:40123/.</summary>
    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";

    /// <summary>What the server's certificate is checked with: PEM in base64.</summary>
    public string CertificateAuthority => Convert.ToBase64String(Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));

    public static async Task<WebhookServer> StartAsync()
    {
        X509Certificate2 certificate = Issue();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        var server = new WebhookServer(certificate, builder.Build());
        ((IApplicationBuilder)server._application).Run(server.AnswerAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Starts to serve a path, or to serve it otherwise.</summary>
    public void Serve(string path, JsonArray answers) => _hooks[path] = (answers, new ConcurrentQueue<JsonNode>());

    /// <summary>The reviews that came for a path.</summary>
    public IReadOnlyList<JsonNode> Calls(string path, bool clear)
    {
        ConcurrentQueue<JsonNode> calls = _hooks[path].Calls;
        JsonNode[] all = [.. calls];
        if (clear)
            calls.Clear();
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=conformance-webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        JsonNode review = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        JsonObject response = new() { ["allowed"] = true };
        if (_hooks.TryGetValue(context.Request.Path.Value ?? string.Empty, out (JsonArray Answers, ConcurrentQueue<JsonNode> Calls) hook))
        {
            hook.Calls.Enqueue(review);
            response = hook.Answers.FirstOrDefault(answer => Fits(answer!, review))?["response"]?.DeepClone().AsObject() ?? response;
        }

        if (response.Remove("delay", out JsonNode? delay))
            await Task.Delay(TimeSpan.FromSeconds(delay!.GetValue<double>()), context.RequestAborted);
        context.Response.StatusCode = response.Remove("http", out JsonNode? status) ? status!.GetValue<int>() : StatusCodes.Status200OK;
        if (response["patch"] is { } patch)
        {
            response["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString()));
            response["patchType"] ??= "JSONPatch";
        }

        response["uid"] = review["request"]!["uid"]!.DeepClone();
        context.Response.ContentType = "application/json";
        var answerReview = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        await context.Response.WriteAsync(answerReview.ToJsonString(), context.RequestAborted);
    }

    private static bool Fits(JsonNode answer, JsonNode review) =>
        (answer["when"]?.AsArray() ?? []).All(rule => Assertion.Check(rule!.AsArray(), path => DocumentPath.Find(review, path)) is null);
}
