namespace ElementalProvider.Api.Meta;

/// <summary>Refers to another object (corev1.ObjectReference). Only the fields a consumer needs are set.</summary>
public sealed record ObjectReference
{
    /// <summary>API version of the referent.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind of the referent.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace of the referent.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the referent.</summary>
    public string? Name { get; init; }

    /// <summary>UID of the referent.</summary>
    public string? Uid { get; init; }

    /// <summary>Specific resource version the reference was made to, if any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>A part of the object, such as <c>spec.containers{name}</c>, when not the whole object is meant.</summary>
    public string? FieldPath { get; init; }
}
