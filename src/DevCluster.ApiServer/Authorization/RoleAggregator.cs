using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.GarbageCollection;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Selection;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Fills cluster roles that have an aggregation rule with the rules of all that it selects.</summary>
internal sealed class RoleAggregator(ObjectStore store, ResourceRegistry registry, ResourceWriter writer) : IStoreController
{
    public void Reset()
    {
    }

    public void Observe(StoreEvent storeEvent)
    {
    }

    public async ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        if (storeEvent.Object.Key.Resource == RbacIndex.ClusterRoles)
            await AggregateAsync(cancellationToken);
    }

    /// <summary>Fills all of them once.</summary>
    /// <returns>Whether that changed one: others may select it.</returns>
    public async ValueTask<bool> AggregateAsync(CancellationToken cancellationToken)
    {
        bool changed = false;
        StoredObject[] roles = [.. store.Current.Collection(RbacIndex.ClusterRoles).In(null)];
        ResourceDefinition definition = registry.Current.OnePerCollection(RbacIndex.ClusterRoles)!;
        foreach (StoredObject role in roles)
        {
            JsonObject tree = role.Parse();
            if (tree.Object("aggregationRule") is not { } aggregation)
                continue;
            JsonArray rules = Collect(aggregation, role, roles);
            if (rules.SameAs(tree["rules"] ?? new JsonArray()))
                continue;
            await writer.PatchAsync(ResourceTarget.Of(definition, role), resource => WithRules(resource, rules), new WriteOptions(), cancellationToken);
            changed = true;
        }

        return changed;
    }

    private static JsonObject WithRules(JsonObject role, JsonArray rules)
    {
        role["rules"] = rules.DeepClone();
        return role;
    }

    private static JsonArray Collect(JsonObject aggregation, StoredObject own, StoredObject[] roles)
    {
        LabelSelector[] selectors = [.. aggregation.Array("clusterRoleSelectors").Objects().Select(LabelSelectorReader.Read)];
        var rules = new List<JsonNode>();
        foreach (StoredObject role in roles.Where(role => role.Key != own.Key && selectors.Any(selector => selector.Matches(role.Labels))))
        {
            foreach (JsonObject rule in role.Parse().Array("rules").Objects())
            {
                if (!rules.Exists(known => known.SameAs(rule)))
                    rules.Add(rule.DeepClone());
            }
        }

        return [.. rules];
    }
}
