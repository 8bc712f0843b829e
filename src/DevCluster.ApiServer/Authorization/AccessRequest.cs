using ElementalProvider.DevCluster.ApiServer.Authentication;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Who wants to do what: the question that authorization answers.</summary>
internal sealed record AccessRequest
{
    public required UserInfo User { get; init; }

    /// <summary>A Kubernetes verb; for other paths the HTTP method in lower case.</summary>
    public required string Verb { get; init; }

    /// <summary>The path, where the request is not about a resource; else null.</summary>
    public string? Path { get; init; }

    public string Group { get; init; } = string.Empty;

    /// <summary>The resource, without a subresource.</summary>
    public string Resource { get; init; } = string.Empty;

    public string Subresource { get; init; } = string.Empty;

    /// <summary>Namespace; empty for the whole cluster. A namespace is in itself.</summary>
    public string Namespace { get; init; } = string.Empty;

    /// <summary>Name of the object, or empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The resource as rules name it: with its subresource after a slash.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}

/// <summary>The answer to an <see cref="AccessRequest"/>.</summary>
/// <param name="IsAllowed">Whether it may be done.</param>
/// <param name="Reason">Which binding allows it, or which bindings could not be evaluated; may be empty.</param>
internal readonly record struct AccessDecision(bool IsAllowed, string Reason);
