using ElementalProvider.DevCluster.ApiServer.Cel.Functions;
using ElementalProvider.DevCluster.ApiServer.Cel.Syntax;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>Finds out the type of an expression; whatever is of an unknown type is left to the evaluator.</summary>
/// <param name="variables">Types of the variables.</param>
internal sealed class Checker(IReadOnlyDictionary<string, CelType> variables)
{
    private readonly HashSet<string> _uses = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Uses => _uses;

    /// <exception cref="CelCompileException">Something is unknown, or of the wrong type.</exception>
    public CelType Check(Expression expression) => Check(expression, null);

    private CelType Check(Expression expression, Scope? scope) => expression switch
    {
        Expression.Literal literal => CelType.Named(Values.CelTypeNames.Of(literal.Value)),
        Expression.Identifier identifier => CheckIdentifier(identifier, scope),
        Expression.Select select => CheckSelect(select, scope),
        Expression.Call call => CheckCall(call, scope),
        Expression.List list => CheckList(list, scope),
        Expression.Map map => CheckMap(map, scope),
        Expression.Comprehension macro => CheckComprehension(macro, scope),
        Expression.OptionalMap map => CheckOptionalMap(map, scope),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "is no known expression"),
    };

    private CelType CheckIdentifier(Expression.Identifier identifier, Scope? scope)
    {
        if (Scope.Find(scope, identifier.Name) is { } local)
            return (CelType)local.Value!;
        if (variables.TryGetValue(identifier.Name, out CelType? type))
        {
            _uses.Add(identifier.Name);
            return type;
        }

        return TypeIdentifiers.Find(identifier.Name) is not null
            ? CelType.Type
            : throw new CelCompileException($"undeclared reference to '{identifier.Name}' (in container '')", identifier.Position);
    }

    private CelType CheckSelect(Expression.Select select, Scope? scope)
    {
        CelType operand = Check(select.Operand, scope);
        CelType field = FieldOf(operand.IsOptional ? operand.Parameters[0] : operand, select);
        if (select.IsTest)
            return CelType.Bool;
        return (select.IsOptional || operand.IsOptional) && !field.IsOptional ? CelType.OptionalOf(field) : field;
    }

    private static CelType FieldOf(CelType operand, Expression.Select select)
    {
        if (operand.IsDyn)
            return CelType.Dyn;
        if (operand.IsMap)
            return operand.Parameters[1];
        if (operand.Fields is null)
            throw new CelCompileException($"type '{operand}' does not support field selection", select.Position);
        return operand.Fields.GetValueOrDefault(select.Field) ?? throw new CelCompileException($"undefined field '{select.Field}'", select.Position);
    }

    private CelType CheckCall(Expression.Call call, Scope? scope)
    {
        if (call.Target is Expression.Identifier { Name: var space } && !IsVariable(space, scope) && FunctionLibrary.Find($"{space}.{call.Function}") is { Count: > 0 } namespaced)
            return Resolve(call, namespaced, isMember: false, [.. call.Arguments.Select(argument => Check(argument, scope))]);

        CelType[] types = [.. (call.Target is null ? call.Arguments : [call.Target, .. call.Arguments]).Select(argument => Check(argument, scope))];
        return call.Function switch
        {
            "_&&_" or "_||_" => types.All(IsBool) ? CelType.Bool : throw NoOverload(call, false, types),
            "_?_:_" => IsBool(types[0]) ? JoinBranches(call, types) : throw NoOverload(call, false, types),
            "_[?_]" => CelType.OptionalOf(ElementOf(call, types)),
            "_[_]" when types[0].IsOptional => CelType.OptionalOf(ElementOf(call, types)),
            "or" or "orValue" when call.Target is not null && types is [{ IsOptional: true } or { IsDyn: true }, _] => CheckOr(call, types),
            _ => Resolve(call, FunctionLibrary.Find(call.Function), call.Target is not null, types),
        };
    }

    private static CelType JoinBranches(Expression.Call call, CelType[] types) =>
        new TypeBindings().Accepts(types[1], types[2]) ? TypeBindings.Join(types[1], types[2]) : throw NoOverload(call, false, types);

    private static CelType ElementOf(Expression.Call call, CelType[] types)
    {
        CelType operand = types[0].IsOptional ? types[0].Parameters[0] : types[0];
        return operand.IsDyn ? CelType.Dyn : Resolve(call with { Function = "_[_]" }, FunctionLibrary.Find("_[_]"), isMember: false, [operand, types[1]]);
    }

    private static CelType CheckOr(Expression.Call call, CelType[] types)
    {
        if (types[0].IsDyn)
            return CelType.Dyn;
        CelType alternative = call.Function == "or" ? types[1] : CelType.OptionalOf(types[1]);
        if (!new TypeBindings().Accepts(types[0], alternative))
            throw NoOverload(call, true, types);
        return call.Function == "or" ? types[0] : types[0].Parameters[0];
    }

    private static CelType Resolve(Expression.Call call, IReadOnlyList<Overload> overloads, bool isMember, CelType[] types)
    {
        if (overloads.Count == 0)
            throw new CelCompileException($"undeclared reference to '{call.Function}' (in container '')", call.Position);
        CelType? result = null;
        foreach (Overload overload in overloads)
        {
            var bindings = new TypeBindings();
            if (overload.IsMember != isMember || overload.Parameters.Count != types.Length || !overload.Parameters.Zip(types).All(pair => bindings.Accepts(pair.First, pair.Second)))
                continue;
            CelType found = bindings.Resolve(overload.Result);
            result = result is null || result.ToString() == found.ToString() ? found : CelType.Dyn;
        }

        RequirePattern(call, isMember);
        return result ?? throw NoOverload(call, isMember, types);
    }

    /// <summary>A pattern that is written out is checked at once.</summary>
    private static void RequirePattern(Expression.Call call, bool isMember)
    {
        int at = isMember ? 0 : 1;
        if (call.Function != "matches" || call.Arguments.Count <= at || call.Arguments[at] is not Expression.Literal { Value: string pattern } literal)
            return;
        try
        {
            _ = Schemas.Re2Pattern.Compile(pattern);
        }
        catch (FormatException problem)
        {
            throw new CelCompileException($"invalid matches argument: {problem.Message}", literal.Position);
        }
    }

    private CelType CheckList(Expression.List list, Scope? scope)
    {
        CelType? element = null;
        foreach ((Expression value, bool isOptional) in list.Elements)
            element = JoinAlike(element, Unwrap(Check(value, scope), isOptional, value), value);
        return CelType.ListOf(element ?? CelType.Dyn);
    }

    private CelType CheckMap(Expression.Map map, Scope? scope)
    {
        CelType? keys = null, values = null;
        foreach ((Expression key, Expression value, bool isOptional) in map.Entries)
        {
            keys = JoinAlike(keys, Check(key, scope), key);
            values = JoinAlike(values, Unwrap(Check(value, scope), isOptional, value), value);
        }

        return CelType.MapOf(keys ?? CelType.Dyn, values ?? CelType.Dyn);
    }

    private static CelType Unwrap(CelType type, bool isOptional, Expression value) => !isOptional || type.IsDyn
        ? type
        : type.IsOptional ? type.Parameters[0] : throw new CelCompileException($"expected type 'optional_type' but found '{type}'", value.Position);

    /// <summary>Elements that are written out must be of one type, unless one is dyn().</summary>
    private static CelType JoinAlike(CelType? known, CelType next, Expression value)
    {
        if (known is null)
            return next;
        return new TypeBindings().Accepts(known, next)
            ? TypeBindings.Join(known, next)
            : throw new CelCompileException($"expected type '{known}' but found '{next}'", value.Position);
    }

    private CelType CheckComprehension(Expression.Comprehension macro, Scope? scope)
    {
        CelType range = Check(macro.Range, scope);
        if (!range.IsList && !range.IsMap && !range.IsDyn)
            throw new CelCompileException($"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)", macro.Range.Position);
        CelType first = range.IsDyn ? CelType.Dyn : macro.Second is null || range.IsMap ? range.Parameters[0] : CelType.Int;
        Scope inner = new(macro.First, first, scope);
        if (macro.Second is { } second)
            inner = new Scope(second, range.IsDyn ? CelType.Dyn : range.Parameters[^1], inner);
        if (macro.Condition is { } condition && Check(condition, inner) is var type && !IsBool(type))
            throw new CelCompileException($"expected type 'bool' but found '{type}'", condition.Position);
        CelType? result = macro.Result is null ? null : Check(macro.Result, inner);
        return macro.Macro switch
        {
            "all" or "exists" or "exists_one" => CelType.Bool,
            "filter" => CelType.ListOf(first),
            "transformMap" => CelType.MapOf(first, result!),
            _ => CelType.ListOf(result!),
        };
    }

    private CelType CheckOptionalMap(Expression.OptionalMap map, Scope? scope)
    {
        CelType target = Check(map.Target, scope);
        if (!target.IsOptional && !target.IsDyn)
            throw new CelCompileException($"found no matching overload for '{(map.IsFlat ? "optFlatMap" : "optMap")}' applied to '{target}'", map.Position);
        CelType result = Check(map.Result, new Scope(map.Variable, target.IsDyn ? CelType.Dyn : target.Parameters[0], scope));
        if (map.IsFlat && !result.IsOptional && !result.IsDyn)
            throw new CelCompileException($"expected type 'optional_type' but found '{result}'", map.Result.Position);
        return map.IsFlat ? result : CelType.OptionalOf(result);
    }

    private bool IsVariable(string name, Scope? scope) => variables.ContainsKey(name) || Scope.Find(scope, name) is not null;

    private static bool IsBool(CelType type) => type.IsDyn || ReferenceEquals(type, CelType.Bool);

    private static CelCompileException NoOverload(Expression.Call call, bool isMember, CelType[] types) => new(
        $"found no matching overload for '{call.Function}' applied to '{(isMember ? $"{types[0]}.({string.Join(", ", types.Skip(1))})" : $"({string.Join(", ", types)})")}'", call.Position);
}
