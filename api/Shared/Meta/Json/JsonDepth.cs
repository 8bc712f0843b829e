namespace ElementalProvider.Api.Meta.Json;

/// <summary>
/// How deep JSON may be nested. API servers store ten thousand levels; what walks through a document does so by recursion, which has room for
/// this many on any stack. An object that is deeper counts as one that cannot be read.
/// </summary>
public static class JsonDepth
{
    /// <summary>Levels that one object may have.</summary>
    public const int OfObject = 1000;

    /// <summary>Levels of what carries an object, such as a patch or a review: what stands around it is not counted against it.</summary>
    public const int OfEnvelope = OfObject + 10;
}
