namespace ElementalProvider.Api.Elemental;

/// <summary>Finalizers of this provider, domain-qualified as Kubernetes asks.</summary>
public static class Finalizers
{
    /// <summary>Holds an ElementalHost until it has shown that it wiped itself (or was detached).</summary>
    public const string Host = "elementalhost." + ElementalGroup.Name;

    /// <summary>Holds an ElementalMachine until its host is handed to a reset.</summary>
    public const string Machine = "elementalmachine." + ElementalGroup.Name;

    /// <summary>Holds an ElementalRegistration until its hosts are gone, detached or moved: they would be deleted after it otherwise.</summary>
    public const string Registration = "elementalregistration." + ElementalGroup.Name;

    /// <summary>Holds an ElementalCluster while machines of the cluster exist.</summary>
    public const string Cluster = "elementalcluster." + ElementalGroup.Name;
}
