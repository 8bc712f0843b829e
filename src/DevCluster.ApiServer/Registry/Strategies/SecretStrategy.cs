using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Secrets: stringData is merged into data, typed secrets need their keys, immutable ones stay as they are.</summary>
internal sealed class SecretStrategy : ResourceStrategy
{
    private const int MaximumBytes = 1024 * 1024;
    private static readonly string[] BasicKeys = ["username", "password"];

    public override void Complete(JsonObject resource) => MergeStringData(resource);

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        JsonObject? data = resource.Object("data");
        foreach (FieldError error in DataRules.CheckKeys(data, "data"))
            yield return error;
        if (data?.Sum(entry => (long)(entry.Value.Text()?.Length ?? 0) * 3 / 4) > MaximumBytes)
            yield return FieldError.TooLong("data", $"may not be more than {MaximumBytes} bytes");
        foreach (FieldError error in CheckType(resource, data ?? []))
            yield return error;

        if (previous is null)
            yield break;
        if (!resource["type"].SameAs(previous["type"]))
            yield return FieldError.Invalid("type", resource["type"], "field is immutable");
        foreach (FieldError error in DataRules.CheckImmutable(resource, previous, "data"))
            yield return error;
    }

    private static IEnumerable<FieldError> CheckType(JsonObject resource, JsonObject data)
    {
        const string Account = "kubernetes.io/service-account.name";
        string? type = resource.Text("type");
        foreach (string key in RequiredKeys(type).Where(key => !data.ContainsKey(key)))
            yield return FieldError.Required($"data[{key}]", string.Empty);
        if (type == "kubernetes.io/basic-auth" && !BasicKeys.Any(data.ContainsKey))
        {
            foreach (string key in BasicKeys)
                yield return FieldError.Required($"data[{key}]", string.Empty);
        }

        if (type == "kubernetes.io/service-account-token" && string.IsNullOrEmpty(resource.Text("metadata", "annotations", Account)))
            yield return FieldError.Required($"metadata.annotations[{Account}]", string.Empty);
        // The value is a secret: the message does not hold it.
        if (type is "kubernetes.io/dockerconfigjson" or "kubernetes.io/dockercfg" && data.Text(RequiredKeys(type)[0]) is { } configuration && !IsJson(configuration))
            yield return FieldError.Invalid($"data[{RequiredKeys(type)[0]}]", JsonValue.Create("<secret contents redacted>"), "must be JSON");
    }

    private static bool IsJson(string base64)
    {
        try
        {
            return JsonText.Parse(Convert.FromBase64String(base64)) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] RequiredKeys(string? type) => type switch
    {
        "kubernetes.io/tls" => ["tls.crt", "tls.key"],
        "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
        "kubernetes.io/dockercfg" => [".dockercfg"],
        "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
        _ => [],
    };

    private static void MergeStringData(JsonObject resource)
    {
        if (resource.Object("stringData") is { } plain)
        {
            JsonObject data = resource.Ensure("data");
            foreach ((string key, JsonNode? value) in plain)
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? string.Empty));
        }

        resource.Remove("stringData");
    }
}
