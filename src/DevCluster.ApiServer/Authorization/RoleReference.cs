namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Names a role.</summary>
/// <param name="Namespace">Namespace of a Role; empty for a ClusterRole.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct RoleReference(string Namespace, string Name)
{
    public string Kind => Namespace.Length == 0 ? "ClusterRole" : "Role";

    public override string ToString() => Namespace.Length == 0 ? $"ClusterRole \"{Name}\"" : $"Role \"{Name}/{Namespace}\"";
}
