using System.Collections.Frozen;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>A rule that is ready to be evaluated.</summary>
internal sealed record CompiledRule
{
    public const string Self = "self";
    public const string OldSelf = "oldSelf";

    public required ValidationRule Definition { get; init; }

    public required CelProgram Condition { get; init; }

    public CelProgram? Message { get; init; }

    /// <summary>The field below this one that errors are about, as paths write it; empty for this one.</summary>
    public string FieldPath { get; init; } = string.Empty;

    public bool UsesOldSelf => Condition.Uses.Contains(OldSelf);

    /// <summary>Whether it has to wait for a former value to compare with.</summary>
    public bool NeedsOldSelf => UsesOldSelf && Definition.OptionalOldSelf != true;

    /// <exception cref="CelCompileException">The rule is no expression that is true or false for values of the schema.</exception>
    public static CelProgram CompileCondition(ValidationRule rule, CelType self)
    {
        CelProgram program = CelProgram.Compile(rule.Rule, Variables(rule, self));
        return program.Result.IsDyn || ReferenceEquals(program.Result, CelType.Bool) ? program : throw new CelCompileException("must evaluate to a bool", 0);
    }

    /// <exception cref="CelCompileException">The message is no expression that is a string for values of the schema.</exception>
    public static CelProgram? CompileMessage(ValidationRule rule, CelType self)
    {
        if (rule.MessageExpression.Length == 0)
            return null;
        CelProgram program = CelProgram.Compile(rule.MessageExpression, Variables(rule, self));
        return program.Result.IsDyn || ReferenceEquals(program.Result, CelType.String) ? program : throw new CelCompileException("must evaluate to a string", 0);
    }

    /// <exception cref="CelCompileException">The rule does not fit the schema.</exception>
    public static CompiledRule Compile(ValidationRule rule, StructuralSchema schema, CelType self) => new()
    {
        Definition = rule,
        Condition = CompileCondition(rule, self),
        Message = CompileMessage(rule, self),
        FieldPath = rule.FieldPath.Length == 0 ? string.Empty : RuleFieldPath.Resolve(rule.FieldPath, schema) ?? string.Empty,
    };

    private static FrozenDictionary<string, CelType> Variables(ValidationRule rule, CelType self) => new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        [Self] = self, [OldSelf] = rule.OptionalOldSelf == true ? CelType.OptionalOf(self) : self,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
