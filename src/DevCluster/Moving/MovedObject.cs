using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Moving;

/// <summary>An object that goes to another management cluster, as JSON: whatever its kind is.</summary>
/// <param name="Folder">Path of the collection it lives in.</param>
/// <param name="Content">The object as it was read.</param>
internal sealed record MovedObject(string Folder, JsonObject Content)
{
    /// <summary>Path of the object.</summary>
    public string Path => $"{Folder}/{Name}";

    /// <summary>Kind and name, for people.</summary>
    public string Title => $"{Kind} {Name}";

    /// <summary>Its name.</summary>
    public string Name => Metadata["name"]!.GetValue<string>();

    /// <summary>Its identity in the cluster where it was read.</summary>
    public string Uid => Metadata["uid"]!.GetValue<string>();

    /// <summary>Its kind; objects in lists of built-in kinds do not tell it.</summary>
    public string Kind => Content["kind"]?.GetValue<string>() ?? "Secret";

    /// <summary>Whatever owns it.</summary>
    public IReadOnlyList<JsonObject> Owners => [.. (Metadata["ownerReferences"] as JsonArray ?? []).Select(owner => owner!.AsObject())];

    /// <summary>Identities of its owners.</summary>
    public IEnumerable<string> OwnerUids => Owners.Select(owner => owner["uid"]!.GetValue<string>());

    /// <summary>Whether it has the annotation.</summary>
    public bool IsAnnotated(string annotation) => Metadata["annotations"]?[annotation] is not null;

    private JsonObject Metadata => Content["metadata"]!.AsObject();
}
