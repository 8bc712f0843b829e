using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Discovery;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.OpenApi;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>All paths that are not about objects: discovery, OpenAPI, health, version, metrics.</summary>
internal sealed class RootEndpoints(ApiServices services)
{
    public Task ServeAsync(HttpContext context, RequestedResource request) => request.Segments switch
    {
        [] => WriteAsync(context, new JsonObject { ["paths"] = Paths().ToJsonArray() }),
        ["api"] => DiscoverAsync(context, core: true, () => DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? string.Empty)),
        ["apis"] => DiscoverAsync(context, core: false, services.Discovery.Groups),
        ["api", var version] => WriteOrNotFoundAsync(context, services.Discovery.Resources(string.Empty, version)),
        ["apis", var group] => WriteOrNotFoundAsync(context, services.Discovery.Group(group)),
        ["apis", var group, var version] => WriteOrNotFoundAsync(context, services.Discovery.Resources(group, version)),
        ["version"] => WriteAsync(context, ServerVersion.ToJson()),
        ["healthz" or "readyz" or "livez"] => HealthAsync(context, request.Segments[0]),
        ["healthz" or "readyz" or "livez", "ping"] => Answer.WriteTextAsync(context, StatusCodes.Status200OK, "ok"),
        ["metrics"] => Answer.WriteTextAsync(context, StatusCodes.Status200OK, services.Metrics.ToPrometheusText()),
        ["openapi", "v2"] => Answer.WriteAsync(context, StatusCodes.Status200OK, services.OpenApi.Version2(), MediaFormat.Json),
        ["openapi", "v3"] => Answer.WriteAsync(context, StatusCodes.Status200OK, services.OpenApi.Index(), MediaFormat.Json),
        ["openapi", "v3", ..] => DocumentAsync(context, string.Join('/', request.Segments.Skip(2))),
        _ => NotFoundAsync(context),
    };

    private static Task HealthAsync(HttpContext context, string name) => Answer.WriteTextAsync(
        context, StatusCodes.Status200OK, context.Request.Query.ContainsKey("verbose") ? $"[+]ping ok\n{name} check passed\n" : "ok");

    private Task DiscoverAsync(HttpContext context, bool core, Func<JsonObject> legacy)
    {
        // The list of groups is served for any method, like health and OpenAPI.
        if (core)
            RequireRead(context.Request);
        AcceptedType accepted = AcceptedType.Negotiate(context.Request.Headers.Accept, DiscoveryDocuments.AggregatedKind);
        if (accepted.As.Length == 0 || accepted.Version is not ("v2" or "v2beta1"))
            return Answer.WriteAsync(context, StatusCodes.Status200OK, legacy(), accepted.Media);
        byte[] document = JsonText.ToUtf8(services.Discovery.Aggregated(core, accepted.Version));
        string contentType = $"application/json;g=apidiscovery.k8s.io;v={accepted.Version};as={DiscoveryDocuments.AggregatedKind}";
        return Answer.WriteAsync(context, StatusCodes.Status200OK, document, MediaFormat.Json, contentType);
    }

    private Task DocumentAsync(HttpContext context, string root) => services.OpenApi.Document(root) is { } document
        ? Answer.WriteAsync(context, StatusCodes.Status200OK, document, MediaFormat.Json)
        : NotFoundAsync(context);

    private IEnumerable<string> Paths() => services.Registry.Current.Groups
        .SelectMany(group => group.Versions.Select(version => $"/{OpenApiNames.Root(group.Name, version)}").Append(group.Name.Length == 0 ? "/api" : $"/apis/{group.Name}"))
        .Concat(["/apis", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version"])
        .Order(StringComparer.Ordinal);

    private static Task WriteOrNotFoundAsync(HttpContext context, JsonObject? document) => document is null ? NotFoundAsync(context) : WriteAsync(context, document);

    private static Task WriteAsync(HttpContext context, JsonObject document)
    {
        RequireRead(context.Request);
        return Answer.WriteAsync(context, StatusCodes.Status200OK, document, MediaFormat.Json);
    }

    private static void RequireRead(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            throw ApiErrors.MethodNotAllowed();
    }

    private static Task NotFoundAsync(HttpContext context) => Answer.WriteTextAsync(context, StatusCodes.Status404NotFound, "404 page not found\n");
}
