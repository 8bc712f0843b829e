using ElementalProvider.Admission.Webhooks;
using FluentValidation;
using FluentValidation.Results;

namespace ElementalProvider.Admission.Rules;

/// <summary>
/// Holds a write only against what it makes worse: a failure that the stored object has too becomes a warning. Whoever takes a finalizer off,
/// or changes another field, is not stopped by a mistake that is not theirs; the API server treats schemas that became stricter alike.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class Ratchet<T> : AbstractValidator<Change<T>>
    where T : class
{
    /// <summary>Makes the rules of a kind those of its changes.</summary>
    /// <param name="validator">The rules of one object; the same mistake must always get the same sentence.</param>
    public Ratchet(IValidator<T> validator) => RuleFor(change => change).Custom((change, context) =>
    {
        HashSet<string> known = change.Old is { } old ? [.. validator.Validate(old).Errors.Select(failure => failure.ErrorMessage)] : [];
        foreach (ValidationFailure failure in validator.Validate(change.Object).Errors)
        {
            failure.Severity = known.Contains(failure.ErrorMessage) ? Severity.Warning : Severity.Error;
            context.AddFailure(failure);
        }
    });
}
