namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>The calls that are not functions, as their arguments are not evaluated beforehand.</summary>
internal static class Macros
{
    /// <returns>What the call stands for, or null where it is a function.</returns>
    /// <exception cref="CelCompileException">It is a macro with wrong arguments.</exception>
    public static Expression? Expand(Expression.Call call) => call switch
    {
        { Function: "has", Target: null, Arguments: [var argument] } => Has(argument),
        { Target: { } target, Function: "all" or "exists" or "exists_one" or "existsOne" or "filter", Arguments: [var variable, var condition] } =>
            new Expression.Comprehension(call.Function == "existsOne" ? "exists_one" : call.Function, target, Name(variable), null, condition, null, call.Position),
        { Target: { } target, Function: "all" or "exists" or "exists_one" or "existsOne", Arguments: [var index, var value, var condition] } =>
            new Expression.Comprehension(call.Function == "existsOne" ? "exists_one" : call.Function, target, Name(index), Name(value), condition, null, call.Position),
        { Target: { } target, Function: "map", Arguments: { Count: 2 or 3 } arguments } =>
            new Expression.Comprehension("map", target, Name(arguments[0]), null, arguments.Count == 3 ? arguments[1] : null, arguments[^1], call.Position),
        { Target: { } target, Function: "transformList" or "transformMap", Arguments: { Count: 3 or 4 } arguments } =>
            new Expression.Comprehension(call.Function, target, Name(arguments[0]), Name(arguments[1]), arguments.Count == 4 ? arguments[2] : null, arguments[^1], call.Position),
        { Target: { } target, Function: "optMap" or "optFlatMap", Arguments: [var variable, var result] } =>
            new Expression.OptionalMap(target, Name(variable), result, call.Function == "optFlatMap", call.Position),
        _ => null,
    };

    private static Expression.Select Has(Expression argument) => argument is Expression.Select { IsTest: false, IsOptional: false } select
        ? select with { IsTest = true }
        : throw new CelCompileException("invalid argument to has() macro", argument.Position);

    private static string Name(Expression variable) => variable is Expression.Identifier identifier
        ? identifier.Name
        : throw new CelCompileException("argument must be a simple name", variable.Position);
}
