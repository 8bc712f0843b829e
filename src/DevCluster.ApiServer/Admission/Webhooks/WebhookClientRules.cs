using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>How a webhook may say where it is.</summary>
internal static class WebhookClientRules
{
    private const string Form = "desired format: https://host[:port]/path";

    public static IEnumerable<FieldError> Validate(JsonObject? client, string path)
    {
        string? url = client.Text("url");
        JsonObject? service = client.Object("service");
        if (url is null == service is null)
            return [FieldError.Required(path, "exactly one of url or service is required")];
        return url is not null ? Url(url, $"{path}.url") : Service(service!, $"{path}.service");
    }

    private static IEnumerable<FieldError> Url(string url, string path)
    {
        JsonValue value = JsonValue.Create(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed))
        {
            yield return FieldError.Required(path, $"url must be a valid URL; {Form}");
            yield break;
        }

        if (parsed.Scheme != Uri.UriSchemeHttps)
            yield return FieldError.Invalid(path, JsonValue.Create(parsed.Scheme), $"'https' is the only allowed URL scheme; {Form}");
        if (parsed.Host.Length == 0)
            yield return FieldError.Invalid(path, JsonValue.Create(parsed.Host), $"host must be specified; {Form}");
        if (parsed.UserInfo.Length > 0)
            yield return FieldError.Invalid(path, JsonValue.Create(string.Empty), "user information is not permitted in the URL");
        if (parsed.Fragment.Length > 0)
            yield return FieldError.Invalid(path, JsonValue.Create(parsed.Fragment), "fragments are not permitted in the URL");
        if (parsed.Query.Length > 0)
            yield return FieldError.Invalid(path, value, "query parameters are not permitted in the URL");
    }

    private static IEnumerable<FieldError> Service(JsonObject service, string path)
    {
        if (string.IsNullOrEmpty(service.Text("name")))
            yield return FieldError.Required($"{path}.name", "service name is required");
        if (string.IsNullOrEmpty(service.Text("namespace")))
            yield return FieldError.Required($"{path}.namespace", "service namespace is required");
        if (service["port"].Whole() is { } port and (< 1 or > 65535))
            yield return FieldError.Invalid($"{path}.port", JsonValue.Create(port), "port is not valid: must be between 1 and 65535, inclusive");
        if (service.Text("path") is { Length: > 0 } suffix && !suffix.StartsWith('/'))
            yield return FieldError.Invalid($"{path}.path", JsonValue.Create(suffix), "must start with a '/'");
    }
}
