using FluentValidation;
using FluentValidation.Results;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules that say what is wrong in whole sentences.</summary>
internal static class Sentences
{
    /// <summary>Adds a rule that returns one sentence for everything that it does not accept.</summary>
    /// <param name="rule">What the rule is about.</param>
    /// <param name="refuse">Returns the sentences; none where all is well.</param>
    /// <typeparam name="T">What is validated.</typeparam>
    /// <typeparam name="TValue">The part that the rule is about.</typeparam>
    public static void Refuse<T, TValue>(this IRuleBuilderInitial<T, TValue> rule, Func<TValue, IEnumerable<string>> refuse) =>
        rule.Custom((value, context) =>
        {
            // A ready-made failure: FluentValidation would look for placeholders in a text, and this one may quote a user.
            foreach (string sentence in refuse(value))
                context.AddFailure(new ValidationFailure(context.PropertyPath, sentence));
        });
}
