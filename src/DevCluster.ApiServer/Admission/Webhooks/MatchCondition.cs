using ElementalProvider.DevCluster.ApiServer.Cel;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>An expression that must be true for a request, or the webhook is not asked.</summary>
internal sealed record MatchCondition(string Name, string Expression, CelProgram Program)
{
    private static readonly Dictionary<string, CelType> Variables = new(StringComparer.Ordinal)
    {
        ["object"] = CelType.Dyn, ["oldObject"] = CelType.Dyn, ["request"] = RequestType(),
    };

    /// <exception cref="CelCompileException">The expression is none that is true or false for a request.</exception>
    public static MatchCondition Compile(string name, string expression)
    {
        CelProgram program = CelProgram.Compile(expression, Variables);
        return program.Result.IsDyn || ReferenceEquals(program.Result, CelType.Bool) ? new MatchCondition(name, expression, program) : throw new CelCompileException("must evaluate to bool", 0);
    }

    private static CelType RequestType()
    {
        CelType kind = Fields(("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));
        CelType resource = Fields(("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));
        CelType user = Fields(
            ("username", CelType.String), ("uid", CelType.String), ("groups", CelType.ListOf(CelType.String)), ("extra", CelType.MapOf(CelType.String, CelType.ListOf(CelType.String))));
        return Fields(
            ("uid", CelType.String), ("kind", kind), ("resource", resource), ("subResource", CelType.String), ("requestKind", kind), ("requestResource", resource), ("requestSubResource", CelType.String),
            ("name", CelType.String), ("namespace", CelType.String), ("operation", CelType.String), ("userInfo", user), ("dryRun", CelType.Bool), ("options", CelType.Dyn));
    }

    private static CelType Fields(params (string Name, CelType Type)[] fields) => CelType.ObjectOf(fields.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal));
}
