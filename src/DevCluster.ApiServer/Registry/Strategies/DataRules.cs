using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>What secrets and config maps have in common.</summary>
internal static class DataRules
{
    public static IEnumerable<FieldError> CheckKeys(JsonObject? data, string field) =>
        from entry in data ?? []
        from problem in NameRules.ConfigKey(entry.Key)
        select FieldError.Invalid($"{field}[{entry.Key}]", JsonValue.Create(entry.Key), problem);

    public static IEnumerable<FieldError> CheckImmutable(JsonObject resource, JsonObject previous, params string[] dataFields)
    {
        if (!previous["immutable"].IsTrue())
            yield break;
        if (!resource["immutable"].IsTrue())
            yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (string field in dataFields)
        {
            if (!resource[field].SameAs(previous[field]))
                yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
