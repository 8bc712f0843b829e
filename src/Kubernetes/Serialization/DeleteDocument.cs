namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>The body of a DELETE (metav1.DeleteOptions).</summary>
internal sealed record DeleteDocument
{
    public string ApiVersion { get; } = "v1";

    public string Kind { get; } = "DeleteOptions";

    public DeletePreconditions? Preconditions { get; init; }

    public string? PropagationPolicy { get; init; }

    public long? GracePeriodSeconds { get; init; }

    public static DeleteDocument From(DeleteOptions options) => new()
    {
        Preconditions = options.Uid is null && options.ResourceVersion is null
            ? null
            : new DeletePreconditions { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
        PropagationPolicy = options.PropagationPolicy?.ToString(),
        GracePeriodSeconds = options.GracePeriodSeconds,
    };

    internal sealed record DeletePreconditions
    {
        public string? Uid { get; init; }

        public string? ResourceVersion { get; init; }
    }
}
