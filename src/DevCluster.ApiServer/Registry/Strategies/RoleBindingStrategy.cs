using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Role bindings: the role they name never changes.</summary>
internal sealed class RoleBindingStrategy : ResourceStrategy
{
    public override IReadOnlyList<string> CheckName(string name) => NameRules.PathSegment(name);

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        if (previous is not null && !resource["roleRef"].SameAs(previous["roleRef"]))
            yield return FieldError.Invalid("roleRef", resource["roleRef"], "cannot change roleRef");
    }
}
