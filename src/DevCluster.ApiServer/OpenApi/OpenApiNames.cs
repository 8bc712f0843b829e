using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.OpenApi;

/// <summary>Names of schemas and paths in OpenAPI documents.</summary>
internal static class OpenApiNames
{
    public const string ObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    public const string ListMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

    /// <summary>The name of the schema of a kind: the group's domain backwards, version and kind.</summary>
    public static string Schema(ResourceDefinition definition)
    {
        if (definition.IsCustom)
            return $"{string.Join('.', definition.Group.Split('.').Reverse())}.{definition.Version}.{definition.Kind}";
        string package = definition.Group.Length == 0 ? "core" : definition.Group.Split('.')[0];
        return definition.Group == "apiextensions.k8s.io"
            ? $"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.{definition.Version}.{definition.Kind}"
            : $"io.k8s.api.{package}.{definition.Version}.{definition.Kind}";
    }

    /// <summary>The root of a group version: api/v1 or apis/group/version.</summary>
    public static string Root(string group, string version) => group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
}
