using ElementalProvider.DevCluster.ApiServer.Cel.Syntax;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>A checked expression, ready to be evaluated any number of times, also at once.</summary>
internal sealed class CelProgram
{
    private readonly Expression _expression;
    private readonly PatternCache _patterns = new();

    private CelProgram(Expression expression, CelType result, IReadOnlySet<string> uses)
    {
        _expression = expression;
        Result = result;
        Uses = uses;
    }

    public CelType Result { get; }

    /// <summary>The variables that it looks at.</summary>
    public IReadOnlySet<string> Uses { get; }

    /// <exception cref="CelCompileException">It is no expression, or does not fit the variables.</exception>
    public static CelProgram Compile(string source, IReadOnlyDictionary<string, CelType> variables)
    {
        Expression expression = Parser.Parse(source);
        var checker = new Checker(variables);
        CelType result = checker.Check(expression);
        return new CelProgram(expression, result, checker.Uses);
    }

    /// <exception cref="CelException">It has no value for these variables.</exception>
    /// <exception cref="CelBudgetException">It takes too long.</exception>
    public object? Evaluate(IReadOnlyDictionary<string, object?> variables, CelBudget budget)
    {
        budget.Begin();
        Scope? scope = null;
        foreach ((string name, object? value) in variables)
            scope = new Scope(name, value, scope);
        return new Evaluator(_patterns, budget).Evaluate(_expression, scope);
    }
}
