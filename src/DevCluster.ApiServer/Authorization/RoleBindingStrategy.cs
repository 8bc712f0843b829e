using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Role bindings: the role they name never changes.</summary>
/// <param name="isNamespaced">Whether it is about role bindings, which may name a role of their namespace.</param>
internal sealed class RoleBindingStrategy(bool isNamespaced) : ResourceStrategy
{
    public override IReadOnlyList<string> CheckName(string name) => NameRules.PathSegment(name);

    public override void Complete(JsonObject resource)
    {
        if (string.IsNullOrEmpty(resource.Text("roleRef", "apiGroup")))
            resource.Ensure("roleRef")["apiGroup"] = RbacIndex.Group;
        foreach (JsonObject subject in resource.Array("subjects").Objects().Where(subject => string.IsNullOrEmpty(subject.Text("apiGroup"))))
        {
            if (subject.Text("kind") is "User" or "Group")
                subject["apiGroup"] = RbacIndex.Group;
        }
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        if (previous is not null && !resource["roleRef"].SameAs(previous["roleRef"]))
            yield return FieldError.Invalid("roleRef", resource["roleRef"], "cannot change roleRef");
        foreach (FieldError error in Role(resource.Object("roleRef")).Concat(resource.Array("subjects").Objects().SelectMany((subject, index) => Subject(subject, $"subjects[{index}]"))))
            yield return error;
    }

    private IEnumerable<FieldError> Role(JsonObject? role)
    {
        string[] kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (role.Text("apiGroup") is { } group && group != RbacIndex.Group)
            yield return FieldError.NotSupported("roleRef.apiGroup", JsonValue.Create(group), [RbacIndex.Group]);
        if (!kinds.Contains(role.Text("kind")))
            yield return FieldError.NotSupported("roleRef.kind", JsonValue.Create(role.Text("kind") ?? string.Empty), kinds);
        if (string.IsNullOrEmpty(role.Text("name")))
            yield return FieldError.Required("roleRef.name", string.Empty);
    }

    private IEnumerable<FieldError> Subject(JsonObject subject, string path)
    {
        string kind = subject.Text("kind") ?? string.Empty, group = subject.Text("apiGroup") ?? string.Empty;
        if (string.IsNullOrEmpty(subject.Text("name")))
            yield return FieldError.Required($"{path}.name", string.Empty);
        switch (kind)
        {
            case "ServiceAccount":
                if (group.Length > 0)
                    yield return FieldError.NotSupported($"{path}.apiGroup", JsonValue.Create(group), [string.Empty]);
                if (!isNamespaced && string.IsNullOrEmpty(subject.Text("namespace")))
                    yield return FieldError.Required($"{path}.namespace", string.Empty);
                break;
            case "User" or "Group":
                if (group != RbacIndex.Group)
                    yield return FieldError.NotSupported($"{path}.apiGroup", JsonValue.Create(group), [RbacIndex.Group]);
                break;
            default:
                yield return FieldError.NotSupported($"{path}.kind", JsonValue.Create(kind), ["Group", "ServiceAccount", "User"]);
                break;
        }
    }
}
