namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>Counts the work of expressions: a step for every node, and more for values that have to be gone through.</summary>
/// <param name="steps">How many steps all expressions together may take.</param>
internal sealed class CelBudget(long steps)
{
    /// <summary>What one write may cost.</summary>
    public const long PerWrite = 10_000_000;

    /// <summary>What one expression may cost.</summary>
    public const long PerExpression = 1_000_000;

    private long _left = steps;
    private long _leftOfExpression;

    /// <summary>A new expression begins.</summary>
    public void Begin() => _leftOfExpression = PerExpression;

    /// <exception cref="CelBudgetException">Nothing is left.</exception>
    public void Take(long cost)
    {
        _left -= cost;
        _leftOfExpression -= cost;
        if (_left < 0 || _leftOfExpression < 0)
            throw new CelBudgetException();
    }
}

/// <summary>Expressions took too many steps. Unlike other failures it is never absorbed by "and" and "or".</summary>
internal sealed class CelBudgetException() : Exception("operation cancelled: actual cost limit exceeded");
