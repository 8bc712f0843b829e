using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>A stored binding: gives a role to subjects.</summary>
/// <param name="Namespace">Where it gives it; empty for everywhere.</param>
/// <param name="Name">Name of the binding.</param>
/// <param name="Role">The role.</param>
/// <param name="Subjects">Keys of the subjects: see <see cref="SubjectKey"/>.</param>
internal sealed record Binding(string Namespace, string Name, RoleReference Role, IReadOnlyList<string> Subjects)
{
    public const string UserPrefix = "User:";
    public const string GroupPrefix = "Group:";
    private const string ServiceAccountUser = "system:serviceaccount:";

    public static Binding Read(StoredObject stored)
    {
        JsonObject binding = stored.Parse();
        return new Binding(stored.Key.Namespace, stored.Key.Name, RoleOf(binding, stored.Key.Namespace), [.. binding.Array("subjects").Objects().Select(subject => SubjectKey(subject, stored.Key.Namespace))]);
    }

    /// <summary>The role that a binding names.</summary>
    public static RoleReference RoleOf(JsonObject binding, string namespaceName) =>
        new(binding.Text("roleRef", "kind") == "Role" ? namespaceName : string.Empty, binding.Text("roleRef", "name") ?? string.Empty);

    /// <summary>Kind and name of the subject that gives the rights, as the reference server says it.</summary>
    public static string Describe(string key)
    {
        if (key.StartsWith(GroupPrefix, StringComparison.Ordinal))
            return $"Group \"{key[GroupPrefix.Length..]}\"";
        string user = key[UserPrefix.Length..];
        return user.StartsWith(ServiceAccountUser, StringComparison.Ordinal) && user[ServiceAccountUser.Length..].Split(':') is [var home, var name]
            ? $"ServiceAccount \"{name}/{home}\""
            : $"User \"{user}\"";
    }

    public override string ToString() => Namespace.Length == 0 ? $"ClusterRoleBinding \"{Name}\"" : $"RoleBinding \"{Name}/{Namespace}\"";

    /// <summary>A service account without a namespace is one of the binding's.</summary>
    private static string SubjectKey(JsonObject subject, string home) => subject.Text("kind") switch
    {
        "Group" => GroupPrefix + subject.Text("name"),
        "ServiceAccount" => $"{UserPrefix}{ServiceAccountUser}{(subject.Text("namespace") is { Length: > 0 } named ? named : home)}:{subject.Text("name")}",
        _ => UserPrefix + subject.Text("name"),
    };
}

/// <summary>Names a role.</summary>
/// <param name="Namespace">Namespace of a Role; empty for a ClusterRole.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct RoleReference(string Namespace, string Name)
{
    public string Kind => Namespace.Length == 0 ? "ClusterRole" : "Role";

    public override string ToString() => Namespace.Length == 0 ? $"ClusterRole \"{Name}\"" : $"Role \"{Name}/{Namespace}\"";
}
