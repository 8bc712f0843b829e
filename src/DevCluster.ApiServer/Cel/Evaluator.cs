using ElementalProvider.DevCluster.ApiServer.Cel.Functions;
using ElementalProvider.DevCluster.ApiServer.Cel.Syntax;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>Computes the value of an expression by walking its tree.</summary>
internal sealed class Evaluator(PatternCache patterns, CelBudget budget)
{
    private const int LettersPerStep = 10;

    /// <exception cref="CelException">It has no value for these variables.</exception>
    /// <exception cref="CelBudgetException">It takes too long.</exception>
    public object? Evaluate(Expression expression, Scope? scope)
    {
        budget.Take(1);
        return expression switch
        {
            Expression.Literal literal => literal.Value,
            Expression.Identifier identifier => Identify(identifier, scope),
            Expression.Select select => Select(select, scope),
            Expression.Call call => Call(call, scope),
            Expression.List list => MakeList(list, scope),
            Expression.Map map => MakeMap(map, scope),
            Expression.Comprehension macro => new ComprehensionRun(this, macro).Run(Evaluate(macro.Range, scope), scope),
            Expression.OptionalMap map => MapOptional(map, scope),
            _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "is no known expression"),
        };
    }

    /// <summary>A value that must be true or false.</summary>
    public bool Decide(Expression expression, Scope? scope) => Evaluate(expression, scope) is bool flag ? flag : throw CelException.NoSuchOverload("bool");

    private static object? Identify(Expression.Identifier identifier, Scope? scope)
    {
        if (Scope.Find(scope, identifier.Name) is { } variable)
            return variable.Value;
        return TypeIdentifiers.Find(identifier.Name) ?? throw new CelException($"no such attribute(s): {identifier.Name}");
    }

    private object? Select(Expression.Select select, Scope? scope)
    {
        object? operand = Evaluate(select.Operand, scope);
        bool isOptional = select.IsOptional || operand is CelOptional;
        if (operand is CelOptional optional)
        {
            if (!optional.HasValue)
                return select.IsTest ? false : CelOptional.None;
            operand = optional.Value;
        }

        if (operand is not CelMap map)
            throw operand is null || !isOptional ? new CelException($"no such key: {select.Field}") : CelException.NoSuchOverload("select");
        bool isThere = map.TryGet(select.Field, out object? value);
        if (select.IsTest)
            return isThere;
        if (isOptional)
            return isThere ? CelOptional.Of(value) : CelOptional.None;
        return isThere ? value : throw CelException.NoSuchKey(select.Field);
    }

    private object? Call(Expression.Call call, Scope? scope)
    {
        switch (call.Function)
        {
            case "_&&_":
                return Combine(call, scope, decisive: false);
            case "_||_":
                return Combine(call, scope, decisive: true);
            case "_?_:_":
                return Evaluate(Decide(call.Arguments[0], scope) ? call.Arguments[1] : call.Arguments[2], scope);
            case "or" or "orValue" when call.Target is { } target:
                return Evaluate(target, scope) is not CelOptional optional ? throw CelException.NoSuchOverload(call.Function)
                    : !optional.HasValue ? Evaluate(call.Arguments[0], scope)
                    : call.Function == "or" ? optional : optional.Value;
        }

        if (call.Target is Expression.Identifier { Name: var space } && FunctionLibrary.Find($"{space}.{call.Function}") is { Count: > 0 } namespaced && Scope.Find(scope, space) is null)
            return Run(call.Function, namespaced, isMember: false, [.. call.Arguments.Select(argument => Evaluate(argument, scope))]);
        object?[] arguments = [.. (call.Target is null ? call.Arguments : [call.Target, .. call.Arguments]).Select(argument => Evaluate(argument, scope))];
        if (call.Function == "_[?_]" || (call.Function == "_[_]" && arguments[0] is CelOptional))
            return OptionalElement(arguments[0], arguments[1]);
        return Run(call.Function, FunctionLibrary.Find(call.Function), call.Target is not null, arguments);
    }

    /// <summary>And, or: a side that decides makes up for a failure of the other side.</summary>
    private bool Combine(Expression.Call call, Scope? scope, bool decisive)
    {
        CelException? failure = null;
        foreach (Expression side in call.Arguments)
        {
            try
            {
                if (Decide(side, scope) == decisive)
                    return decisive;
            }
            catch (CelException problem)
            {
                failure ??= problem;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private object? Run(string function, IReadOnlyList<Overload> overloads, bool isMember, object?[] arguments)
    {
        foreach (object? argument in arguments)
            budget.Take(argument switch { string text => text.Length / LettersPerStep, IReadOnlyList<object?> list => list.Count / LettersPerStep, _ => 0 });
        foreach (Overload overload in overloads)
        {
            if (overload.Accepts(arguments, isMember))
                return overload.Run(arguments, patterns);
        }

        throw CelException.NoSuchOverload(function);
    }

    private static CelOptional OptionalElement(object? operand, object? index)
    {
        if (operand is CelOptional optional)
        {
            if (!optional.HasValue)
                return optional;
            operand = optional.Value;
        }

        object? element;
        bool isThere = operand switch
        {
            CelMap map => map.TryGet(index ?? string.Empty, out element),
            IReadOnlyList<object?> list => Operators.TryElement(list, index, out element),
            _ => throw CelException.NoSuchOverload("_[?_]"),
        };
        return isThere ? CelOptional.Of(element) : CelOptional.None;
    }

    private object?[] MakeList(Expression.List list, Scope? scope)
    {
        var elements = new List<object?>(list.Elements.Count);
        foreach ((Expression expression, bool isOptional) in list.Elements)
        {
            if (TryValue(Evaluate(expression, scope), isOptional, out object? value))
                elements.Add(value);
        }

        return [.. elements];
    }

    private LiteralMap MakeMap(Expression.Map map, Scope? scope)
    {
        var made = new LiteralMap();
        foreach ((Expression key, Expression expression, bool isOptional) in map.Entries)
        {
            object? name = Evaluate(key, scope);
            if (TryValue(Evaluate(expression, scope), isOptional, out object? value))
                made.Add(name, value);
        }

        return made;
    }

    private static bool TryValue(object? evaluated, bool isOptional, out object? value)
    {
        value = evaluated;
        if (!isOptional)
            return true;
        CelOptional optional = evaluated as CelOptional ?? throw CelException.NoSuchOverload("optional");
        value = optional.Value;
        return optional.HasValue;
    }

    private object? MapOptional(Expression.OptionalMap map, Scope? scope)
    {
        CelOptional target = Evaluate(map.Target, scope) as CelOptional ?? throw CelException.NoSuchOverload(map.IsFlat ? "optFlatMap" : "optMap");
        if (!target.HasValue)
            return target;
        object? result = Evaluate(map.Result, new Scope(map.Variable, target.Value, scope));
        return map.IsFlat ? result : CelOptional.Of(result);
    }
}
