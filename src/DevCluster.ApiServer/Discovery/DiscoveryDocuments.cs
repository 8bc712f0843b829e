using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Discovery;

/// <summary>What clients ask first: which groups, versions and resources there are.</summary>
internal sealed class DiscoveryDocuments(ResourceRegistry registry)
{
    public const string AggregatedKind = "APIGroupDiscoveryList";

    /// <summary>/api.</summary>
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary>/apis.</summary>
    public JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = registry.Current.Groups.Where(group => group.Name.Length > 0).Select(Describe).ToJsonArray(),
    };

    /// <summary>/apis/{group}, or null.</summary>
    public JsonObject? Group(string name)
    {
        if (name.Length == 0 || registry.Current.Group(name) is not { } group)
            return null;
        JsonObject document = Describe(group);
        document.Insert(0, "kind", "APIGroup");
        document.Insert(1, "apiVersion", "v1");
        return document;
    }

    /// <summary>/api/v1 or /apis/{group}/{version}, or null.</summary>
    public JsonObject? Resources(string groupName, string version)
    {
        if (registry.Current.Group(groupName) is not { } group || !group.Versions.Contains(version))
            return null;
        var resources = new JsonArray();
        foreach (ResourceDefinition definition in group.In(version))
        {
            resources.Add((JsonNode)Describe(definition));
            foreach (Subresource subresource in Subresource.Of(definition))
                resources.Add((JsonNode)Describe(definition, subresource));
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = groupName.Length == 0 ? version : $"{groupName}/{version}",
            ["resources"] = resources,
        };
    }

    /// <summary>/api (<paramref name="core"/>) or /apis in the aggregated form.</summary>
    public JsonObject Aggregated(bool core, string version) => new()
    {
        ["kind"] = AggregatedKind,
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = registry.Current.Groups.Where(group => group.Name.Length == 0 == core).Select(Aggregate).ToJsonArray(),
    };

    private static JsonObject Describe(ApiGroup group)
    {
        JsonObject[] versions = [.. group.Versions.Select(version => new JsonObject { ["groupVersion"] = $"{group.Name}/{version}", ["version"] = version })];
        return new JsonObject { ["name"] = group.Name, ["versions"] = versions.ToJsonArray(), ["preferredVersion"] = versions[0].DeepClone() };
    }

    private static JsonObject Describe(ResourceDefinition definition)
    {
        var resource = new JsonObject
        {
            ["name"] = definition.Plural,
            ["singularName"] = definition.Singular,
            ["namespaced"] = definition.IsNamespaced,
            ["kind"] = definition.Kind,
            ["verbs"] = definition.Verbs.ToJsonArray(),
        };
        AddNames(resource, "shortNames", definition.ShortNames);
        AddNames(resource, "categories", definition.Categories);
        return resource;
    }

    private static JsonObject Describe(ResourceDefinition definition, Subresource subresource)
    {
        var resource = new JsonObject { ["name"] = $"{definition.Plural}/{subresource.Name}", ["singularName"] = string.Empty, ["namespaced"] = definition.IsNamespaced };
        if (subresource.Group != definition.Group)
        {
            resource["group"] = subresource.Group;
            resource["version"] = subresource.Version;
        }

        resource["kind"] = subresource.Kind;
        resource["verbs"] = subresource.Verbs.ToJsonArray();
        return resource;
    }

    private static JsonObject Aggregate(ApiGroup group)
    {
        var metadata = new JsonObject();
        if (group.Name.Length > 0)
            metadata["name"] = group.Name;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = group.Versions.Select(version => (JsonNode)new JsonObject
            {
                ["version"] = version,
                ["resources"] = group.In(version).Select(Aggregate).ToJsonArray(),
                ["freshness"] = "Current",
            }).ToJsonArray(),
        };
    }

    private static JsonObject Aggregate(ResourceDefinition definition)
    {
        // The reference server leaves group and version of built-in kinds empty: they are those of the list entry.
        string group = definition.IsCustom ? definition.Group : string.Empty, version = definition.IsCustom ? definition.Version : string.Empty;
        var resource = new JsonObject
        {
            ["resource"] = definition.Plural,
            ["responseKind"] = Kind(group, version, definition.Kind),
            ["scope"] = definition.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = definition.Singular,
            ["verbs"] = (definition.IsCustom ? definition.Verbs : [.. definition.Verbs.Order(StringComparer.Ordinal)]).ToJsonArray(),
        };
        AddNames(resource, "shortNames", definition.ShortNames);
        AddNames(resource, "categories", definition.Categories);
        Subresource[] subresources = [.. Subresource.Of(definition)];
        if (subresources.Length > 0)
        {
            resource["subresources"] = subresources.Select(subresource => (JsonNode)new JsonObject
            {
                ["subresource"] = subresource.Name,
                ["responseKind"] = subresource.Group == definition.Group ? Kind(group, version, subresource.Kind) : Kind(subresource.Group, subresource.Version, subresource.Kind),
                ["verbs"] = subresource.Verbs.ToJsonArray(),
            }).ToJsonArray();
        }

        return resource;
    }

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static void AddNames(JsonObject resource, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            resource[name] = values.ToJsonArray();
    }
}
