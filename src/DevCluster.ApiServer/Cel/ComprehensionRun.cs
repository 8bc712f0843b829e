using ElementalProvider.DevCluster.ApiServer.Cel.Syntax;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>Goes through a list or a map for one macro.</summary>
internal sealed class ComprehensionRun(Evaluator evaluator, Expression.Comprehension macro)
{
    /// <exception cref="CelException">The range cannot be gone through, or an element has no value.</exception>
    public object Run(object? range, Scope? scope)
    {
        IEnumerable<(object First, object? Second)> elements = Elements(range);
        return macro.Macro switch
        {
            "all" => Quantify(elements, scope, decisive: false),
            "exists" => Quantify(elements, scope, decisive: true),
            "exists_one" => elements.Count(element => Holds(Bind(element, scope))) == 1,
            "filter" => elements.Where(element => Holds(Bind(element, scope))).Select(element => Element(element)).ToArray(),
            "transformMap" => Transform(elements, scope),
            _ => elements.Select(element => Bind(element, scope)).Where(Holds).Select(inner => evaluator.Evaluate(macro.Result!, inner)).ToArray(),
        };
    }

    /// <summary>All, exists: one element that decides makes up for failures of others.</summary>
    private bool Quantify(IEnumerable<(object First, object? Second)> elements, Scope? scope, bool decisive)
    {
        CelException? failure = null;
        foreach ((object First, object? Second) element in elements)
        {
            try
            {
                if (Holds(Bind(element, scope)) == decisive)
                    return decisive;
            }
            catch (CelException problem)
            {
                failure ??= problem;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private LiteralMap Transform(IEnumerable<(object First, object? Second)> elements, Scope? scope)
    {
        var map = new LiteralMap();
        foreach ((object First, object? Second) element in elements)
        {
            Scope inner = Bind(element, scope);
            if (Holds(inner))
                map.Add(element.First, evaluator.Evaluate(macro.Result!, inner));
        }

        return map;
    }

    private bool Holds(Scope scope) => macro.Condition is null || evaluator.Decide(macro.Condition, scope);

    /// <summary>With one name it stands for the element of a list or the key of a map, with two for index and element or key and value.</summary>
    private Scope Bind((object First, object? Second) element, Scope? scope) => macro.Second is null
        ? new Scope(macro.First, Element(element), scope)
        : new Scope(macro.Second, element.Second, new Scope(macro.First, element.First, scope));

    private static object? Element((object First, object? Second) element) => element.First is KeyOfMap key ? key.Key : element.Second;

    private IEnumerable<(object First, object? Second)> Elements(object? range) => range switch
    {
        IReadOnlyList<object?> list => list.Select((value, index) => ((object)(long)index, value)),
        CelMap map when macro.Second is null => map.Keys.Select(key => ((object)new KeyOfMap(key), (object?)null)),
        CelMap map => map.Keys.Select(key => (key, map.TryGet(key, out object? value) ? value : null)),
        _ => throw CelException.NoSuchOverload(macro.Macro),
    };

    private sealed record KeyOfMap(object Key);
}
