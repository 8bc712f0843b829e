using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>What a request is about, from its method, path and query alone.</summary>
/// <param name="Path">The path as sent, without the query.</param>
/// <param name="Segments">Its decoded segments.</param>
/// <param name="Target">The resource, or null for all other paths.</param>
/// <param name="Verb">The Kubernetes verb; for other paths the method in lower case.</param>
internal sealed record RequestedResource(string Path, IReadOnlyList<string> Segments, ApiPath? Target, string Verb)
{
    public static RequestedResource Of(HttpRequest request)
    {
        // The raw path, because a decoded one cannot tell an escaped slash in a name from a separator.
        string raw = (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.Value ?? "/").Split('?')[0];
        string[] segments = [.. raw.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        ApiPath? target = ApiPath.Parse(segments);
        return new RequestedResource(raw, segments, target, target is null ? request.Method.ToLowerInvariant() : VerbOf(request, target));
    }

    private static string VerbOf(HttpRequest request, ApiPath target) => request.Method switch
    {
        "GET" or "HEAD" when target.IsWatch => "watch",
        "GET" or "HEAD" when target.Name.Length > 0 => "get",
        "GET" or "HEAD" => QueryOptions.Flag(request, "watch") == true ? "watch" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => target.Name.Length > 0 ? "delete" : "deletecollection",
        _ => request.Method.ToLowerInvariant(),
    };
}
