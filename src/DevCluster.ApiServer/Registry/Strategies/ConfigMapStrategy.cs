using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Config maps.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy
{
    private const int MaximumBytes = 1024 * 1024;

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        JsonObject? data = resource.Object("data"), binary = resource.Object("binaryData");
        foreach (FieldError error in DataRules.CheckKeys(data, "data").Concat(DataRules.CheckKeys(binary, "binaryData")))
            yield return error;
        foreach ((string key, _) in data ?? [])
        {
            if (binary?.ContainsKey(key) == true)
                yield return FieldError.Invalid($"data[{key}]", JsonValue.Create(key), "duplicate of key present in binaryData");
        }

        long bytes = (data?.Sum(entry => (long)(entry.Value.Text()?.Length ?? 0)) ?? 0) + (binary?.Sum(entry => (long)(entry.Value.Text()?.Length ?? 0) * 3 / 4) ?? 0);
        if (bytes > MaximumBytes)
            yield return FieldError.TooLong("[]", $"may not be more than {MaximumBytes} bytes");
        if (previous is null)
            yield break;
        foreach (FieldError error in DataRules.CheckImmutable(resource, previous, "data", "binaryData"))
            yield return error;
    }
}
