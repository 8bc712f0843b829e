namespace ElementalProvider.Api.Schema;

/// <summary>Marks a record as a kind whose CustomResourceDefinition is generated into <c>config/crd</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomResourceAttribute : Attribute
{
    /// <summary>Short names for <c>kubectl get</c>.</summary>
    public string[] ShortNames { get; init; } = [];

    /// <summary>Whether free objects must follow a <c>clusterctl move</c> (label <c>clusterctl.cluster.x-k8s.io/move-hierarchy</c> on the definition).</summary>
    public bool MoveHierarchy { get; init; }
}
