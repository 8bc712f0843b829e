namespace ElementalProvider.Api.Elemental;

/// <summary>The part of an object's metadata that a template may carry.</summary>
public sealed record TemplateMeta
{
    /// <summary>Labels of the clones.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations of the clones.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
