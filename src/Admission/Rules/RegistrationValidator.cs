using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of an ElementalRegistration: what would only show when a machine registers, or not even then.</summary>
internal sealed class RegistrationValidator : AbstractValidator<ElementalRegistration>
{
    private const string AgentField = "spec.config.elemental.agent";

    // Numbers that are smaller were meant to be seconds, or milliseconds.
    private static readonly TimeSpan ShortestTokenLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    /// <summary>Makes the rules.</summary>
    public RegistrationValidator()
    {
        RuleFor(registration => registration).Refuse(KeyReference);
        RuleFor(registration => registration.Spec).Refuse(spec => LabelMap.Refuse("spec.hostLabels", spec?.HostLabels));
        RuleFor(registration => registration.Spec).Refuse(spec => HostKeys.HandedOut("spec.hostLabels", spec?.HostLabels));
        RuleFor(registration => registration.Spec).Refuse(spec => HostKeys.HandedOut("spec.hostAnnotations", spec?.HostAnnotations));
        RuleFor(registration => registration.Spec).Refuse(spec => AnnotationKeys(spec?.HostAnnotations));
        RuleFor(registration => registration.Spec).Refuse(spec => Endpoint(spec?.Config?.Elemental?.Registration));
        RuleFor(registration => registration.Spec).Refuse(spec => LabelKeys(spec?.Limits?.LabelKeys));
        RuleFor(registration => registration.Spec).Refuse(spec => Agent(spec?.Config?.Elemental?.Agent));
    }

    /// <summary>What somebody should know who deletes a registration; clusterctl, which moves it, knows.</summary>
    /// <param name="registration">The registration.</param>
    public static string? OnDeletion(ElementalRegistration registration) => Hold.IsMovedAway(registration)
        ? null
        : $"the ElementalRegistration {registration.Metadata.Name} takes no new hosts from now on, and stays until those it has are gone, detached or moved; "
            + "none of them is reset for it, and its condition Ready counts them";

    private static IEnumerable<string> KeyReference(ElementalRegistration registration)
    {
        if (RegistrationRules.RefuseKeyReference(registration) is { } sentence)
            yield return sentence;
    }

    private static IEnumerable<string> AnnotationKeys(IReadOnlyDictionary<string, string>? annotations) =>
        (annotations?.Keys ?? [])
            // Unlike that of a label, the DNS name in the key of an annotation may have capitals.
            .Where(key => !LabelSyntax.IsKey(key.ToLowerInvariant()))
            .Select(key => FieldError.Invalid("spec.hostAnnotations", key, LabelSyntax.KeyRule));

    private static IEnumerable<string> LabelKeys(IReadOnlyList<string>? patterns) =>
        (patterns ?? [])
            .Where(pattern => !OwnLabelKeys.IsPattern(pattern))
            .Select(pattern => FieldError.Invalid("spec.limits.labelKeys", pattern, OwnLabelKeys.PatternRule));

    private static IEnumerable<string> Endpoint(RegistrationEndpoint? endpoint)
    {
        const string Field = "spec.config.elemental.registration.tokenDuration";
        if (endpoint?.TokenDuration is not { } life)
            yield break;

        if (!GoDuration.IsReadableOrPast(life))
            yield return FieldError.Invalid(Field, Text(life), "must be a duration such as 24h, or nanoseconds; 0 means no expiry");
        else if (GoDuration.Doubt(life, ShortestTokenLife) is { } doubt)
            yield return FieldError.Invalid(Field, Text(life), doubt);
    }

    private static IEnumerable<string> Agent(AgentSettings? agent)
    {
        if (agent?.WorkDir is { Length: > 0 } folder && WorkDirectoryRules.Refuse(folder) is { } problem)
            yield return FieldError.Invalid($"{AgentField}.workDir", folder, problem);
        if (agent?.Hostname?.Prefix is { } prefix && !HostnameRules.IsPrefix(prefix))
            yield return FieldError.Invalid($"{AgentField}.hostname.prefix", prefix, HostnameRules.PrefixRule);
        if (agent?.Reconciliation is { } time && !GoDuration.IsReadable(time))
            yield return FieldError.Invalid($"{AgentField}.reconciliation", Text(time), "must be a duration such as 10s or 1m30s, or nanoseconds");
        else if (agent?.Reconciliation is { } pause && GoDuration.Doubt(pause, ShortestPause) is { } doubt)
            yield return FieldError.Invalid($"{AgentField}.reconciliation", Text(pause), doubt);
    }

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
