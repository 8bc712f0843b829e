using System.Text.Json;
using ElementalProvider.Admission.Reviews;
using ElementalProvider.Api.Meta;
using FluentValidation;
using FluentValidation.Results;

namespace ElementalProvider.Admission.Webhooks;

/// <summary>Judges writes of one kind by its rules.</summary>
/// <param name="rules">The rules; a failure is a sentence that names the field, and one of severity Warning refuses nothing.</param>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class Webhook<T>(IValidator<Change<T>> rules) : Webhook(T.ResourceType)
    where T : class, IKubernetesObject<T>
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
        };
        ILookup<bool, string> failures = rules.Validate(change).Errors.ToLookup(IsRefusal, failure => failure.ErrorMessage);
        return new Verdict([.. failures[true]], [.. failures[false]]);
    }

    private static bool IsRefusal(ValidationFailure failure) => failure.Severity == Severity.Error;

    private static T Read(JsonElement json, string field)
    {
        try
        {
            return json.Deserialize(T.JsonTypeInfo) ?? throw new ReviewException($"{field} is null.");
        }
        catch (JsonException exception)
        {
            // Its message may quote the object; the path only names fields.
            throw new ReviewException($"{field} is no {T.ResourceType.Kind}: what is at {exception.Path ?? "its root"} cannot be read.");
        }
    }
}
