using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Meta;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>
/// A template's spec does not change: what was cloned from it would no longer be what it says. Cluster API's topology controller asks in a
/// dry run what a change would do, and says so by an annotation; that one question is let through (MT2 and CT3 of the CAPI contract).
/// </summary>
/// <typeparam name="T">The kind of the template.</typeparam>
internal sealed class ImmutableTemplate<T> : AbstractValidator<Change<T>>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const string DryRunAnnotation = "topology.cluster.x-k8s.io/dry-run";

    /// <summary>Makes the rule.</summary>
    public ImmutableTemplate() => RuleFor(change => change).Refuse(Refuse);

    private static IEnumerable<string> Refuse(Change<T> change)
    {
        if (change.Alters("spec", "template", "spec") && !IsTopologyDryRun(change))
        {
            yield return FieldError.Forbidden(
                "spec.template.spec", "a template does not change; create another one and let its users refer to that");
        }
    }

    private static bool IsTopologyDryRun(Change<T> change) =>
        change.IsDryRun && change.Object.Metadata.Annotations?.ContainsKey(DryRunAnnotation) == true;
}
