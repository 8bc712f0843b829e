namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>An endpoint under an object.</summary>
internal sealed record Subresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs)
{
    public const string Status = "status";
    public const string Scale = "scale";
    public const string Finalize = "finalize";
    public const string Token = "token";
    public const string PortForward = "portforward";

    private static readonly string[] ReadAndWrite = ["get", "patch", "update"];

    /// <summary>The subresources of a resource, by name.</summary>
    public static IEnumerable<Subresource> Of(ResourceDefinition definition)
    {
        if (definition.HasFinalize)
            yield return new Subresource(Finalize, definition.Group, definition.Version, definition.Kind, ["update"]);
        if (definition.HasPortForward)
            yield return new Subresource(PortForward, definition.Group, definition.Version, "PodPortForwardOptions", ["create", "get"]);
        if (definition.Scale is not null)
            yield return new Subresource(Scale, "autoscaling", "v1", "Scale", ReadAndWrite);
        if (definition.HasStatus)
            yield return new Subresource(Status, definition.Group, definition.Version, definition.Kind, ReadAndWrite);
        if (definition.HasToken)
            yield return new Subresource(Token, "authentication.k8s.io", "v1", "TokenRequest", ["create"]);
    }
}
