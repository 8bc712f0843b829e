namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>An object that the server has and that cannot be read as its kind: what is known of it all the same.</summary>
/// <param name="Key">Namespace and name; empty where even they cannot be read.</param>
/// <param name="Uid">Which object of that name it is.</param>
/// <param name="ResourceVersion">The version that cannot be read.</param>
/// <param name="Cause">Why, with the path of the field and without its value.</param>
public sealed record UnreadableObject(ObjectKey Key, string? Uid, string? ResourceVersion, string Cause);
