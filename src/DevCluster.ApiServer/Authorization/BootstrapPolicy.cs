using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>The roles and bindings of BootstrapPolicy.yaml.</summary>
internal static class BootstrapPolicy
{
    /// <summary>Creates whatever of them is not there.</summary>
    public static async ValueTask CreateAsync(ObjectStore store, ResourceRegistry registry, ResourceWriter writer, CancellationToken cancellationToken)
    {
        using Stream stream = typeof(BootstrapPolicy).Assembly.GetManifestResourceStream("BootstrapPolicy.yaml")!;
        using var reader = new StreamReader(stream);
        JsonObject source = YamlText.Parse(await reader.ReadToEndAsync(cancellationToken))!.AsObject();
        foreach ((string name, JsonNode? role) in source.Object("clusterRoles")!)
            await EnsureAsync("clusterroles", name, Role(role!.AsObject()));
        foreach ((string name, JsonNode? groups) in source.Object("clusterRoleBindings")!)
            await EnsureAsync("clusterrolebindings", name, BindingOf(name, groups.Strings()));

        async ValueTask EnsureAsync(string resource, string name, JsonObject tree)
        {
            ResourceDefinition definition = registry.Current.Find(RbacIndex.Group, "v1", resource)!;
            if (store.Current.Find(definition.Key(null, name)) is not null)
                return;
            JsonObject metadata = tree.Ensure("metadata");
            metadata["name"] = name;
            metadata["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" };
            metadata.Ensure("labels")["kubernetes.io/bootstrapping"] = "rbac-defaults";
            await writer.CreateAsync(new ResourceTarget(definition, null, string.Empty, string.Empty), new DecodedBody(tree, []), new WriteOptions(), cancellationToken);
        }
    }

    private static JsonObject Role(JsonObject source)
    {
        var role = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = source["labels"]?.DeepClone() ?? new JsonObject() } };
        if (source["rules"] is { } rules)
            role["rules"] = rules.DeepClone();
        if (source["aggregate"] is { } aggregated)
        {
            JsonObject[] selectors = [.. aggregated.Strings().Select(name =>
                new JsonObject { ["matchLabels"] = new JsonObject { [$"{RbacIndex.Group}/aggregate-to-{name}"] = "true" } })];
            role["aggregationRule"] = new JsonObject { ["clusterRoleSelectors"] = selectors.ToJsonArray() };
        }

        return role;
    }

    private static JsonObject BindingOf(string role, IReadOnlyList<string> groups) => new()
    {
        ["roleRef"] = new JsonObject { ["apiGroup"] = RbacIndex.Group, ["kind"] = "ClusterRole", ["name"] = role },
        ["subjects"] = groups.Select(group => (JsonNode)new JsonObject { ["apiGroup"] = RbacIndex.Group, ["kind"] = "Group", ["name"] = group }).ToJsonArray(),
    };
}
