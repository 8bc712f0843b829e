using System.Text.Json;
using ElementalProvider.Admission.Reviews;
using ElementalProvider.ControllerRuntime.Client;
using FluentValidation;
using FluentValidation.Results;

namespace ElementalProvider.Admission.Webhooks;

/// <summary>Judges writes of one kind by its rules.</summary>
/// <param name="rules">The rules; a failure is a sentence that names the field, and one of severity Warning refuses nothing.</param>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class Webhook<T>(IValidator<Change<T>> rules) : Webhook(KindOf<T>.Type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    protected override Verdict JudgeObject(AdmissionRequest request)
    {
        if (request.Object is not { } json)
            throw new ReviewException($"request.object must be the {Type.Kind} to judge, but is not there.");

        Change<T> change = new()
        {
            Object = Read(json, "request.object"),
            Json = json,
            Old = request.OldObject is { } old ? Read(old, "request.oldObject") : null,
            OldJson = request.OldObject,
            IsDryRun = request.DryRun == true,
            FieldManager = request.Options?.FieldManager,
        };
        ILookup<bool, string> failures = rules.Validate(change).Errors.ToLookup(IsRefusal, failure => failure.ErrorMessage);
        return new Verdict([.. failures[true]], [.. failures[false]]);
    }

    /// <summary>What is to be known of deleting an object of this kind; null for nothing.</summary>
    public Func<T, string?>? Farewell { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> OnDeletion(AdmissionRequest request) =>
        Farewell is not null && request.OldObject is { } old && Farewell(Read(old, "request.oldObject")) is { } words ? [words] : [];

    private static bool IsRefusal(ValidationFailure failure) => failure.Severity == Severity.Error;

    private static T Read(JsonElement json, string field)
    {
        try
        {
            return json.Deserialize(KindOf<T>.Json) ?? throw new ReviewException($"{field} is null.");
        }
        catch (JsonException exception)
        {
            // Its message may quote the object; the path only names fields.
            throw new ReviewException($"{field} is no {KindOf<T>.Type.Kind}: what is at {exception.Path ?? "its root"} cannot be read.");
        }
    }
}
