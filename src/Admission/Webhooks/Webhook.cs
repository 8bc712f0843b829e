using ElementalProvider.Admission.Reviews;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Admission.Webhooks;

/// <summary>What is asked about one kind.</summary>
/// <param name="type">The kind.</param>
internal abstract class Webhook(ResourceType type)
{
    /// <summary>The kind.</summary>
    public ResourceType Type => type;

    /// <summary>Where it is asked, by the convention of kubebuilder.</summary>
    public string Path { get; } = $"/validate-{type.Group.Replace('.', '-')}-{type.Version}-{type.Kind.ToLowerInvariant()}";

    /// <summary>
    /// Judges a write. Only what people set is judged: a deletion never is, so that no object can be kept by a rule, and neither are
    /// subresources.
    /// </summary>
    /// <param name="request">The write.</param>
    /// <exception cref="ReviewException">It is about another kind, or has no object.</exception>
    public Verdict Judge(AdmissionRequest request)
    {
        if (request.Kind?.Kind != type.Kind || request.Resource?.Resource != type.Plural)
            throw new ReviewException($"This path judges {type.Kind} ({type.Plural}), but request.kind and request.resource name something else.");
        if (request.Operation == "DELETE" && string.IsNullOrEmpty(request.SubResource))
            return new Verdict([], OnDeletion(request));
        if (request.Operation is not ("CREATE" or "UPDATE") || !string.IsNullOrEmpty(request.SubResource))
            return Verdict.Allowed;

        return JudgeObject(request);
    }

    /// <summary>What whoever deletes an object should know; it is deleted all the same.</summary>
    /// <param name="request">The deletion.</param>
    protected virtual IReadOnlyList<string> OnDeletion(AdmissionRequest request) => [];

    /// <summary>Judges a write of the object itself.</summary>
    /// <param name="request">The write.</param>
    protected abstract Verdict JudgeObject(AdmissionRequest request);
}
