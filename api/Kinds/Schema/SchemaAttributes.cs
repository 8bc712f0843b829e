namespace ElementalProvider.Api.Schema;

/// <summary>The value belongs to one writer as a whole (<c>x-kubernetes-map-type</c> or <c>-list-type: atomic</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtomicAttribute : Attribute;

/// <summary>Marks a record as a kind whose CustomResourceDefinition is generated into <c>config/crd</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomResourceAttribute : Attribute
{
    /// <summary>Short names for <c>kubectl get</c>.</summary>
    public string[] ShortNames { get; init; } = [];

    /// <summary>Whether free objects must follow a <c>clusterctl move</c> (label <c>clusterctl.cluster.x-k8s.io/move-hierarchy</c> on the definition).</summary>
    public bool MoveHierarchy { get; init; }
}

/// <summary>The field takes an integer or a string (<c>x-kubernetes-int-or-string</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IntOrStringAttribute : Attribute;

/// <summary>The list is a map keyed by a field of its items, so that different writers can own different items.</summary>
/// <param name="key">JSON name of the key field.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapKeyAttribute(string key) : Attribute
{
    /// <summary>JSON name of the key field.</summary>
    public string Key { get; } = key;
}

/// <summary>The field takes any JSON; what it means is decided elsewhere, such as by the OS plugin.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;

/// <summary>A column of <c>kubectl get</c>, in the order of declaration.</summary>
/// <param name="name">Heading.</param>
/// <param name="jsonPath">Where the value is.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string jsonPath) : Attribute
{
    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>Where the value is.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>OpenAPI type of the value: <c>string</c>, <c>integer</c>, <c>date</c> …</summary>
    public string Type { get; init; } = "string";

    /// <summary>What the column shows.</summary>
    public string? Description { get; init; }

    /// <summary>0 is always shown, 1 only by <c>-o wide</c>.</summary>
    public int Priority { get; init; }
}
