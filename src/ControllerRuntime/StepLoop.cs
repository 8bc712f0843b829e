namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// The course of a reconcile: what is seen is decided upon, the step that was decided is taken, and what is seen then is decided upon again,
/// until nothing more can be done now.
/// </summary>
public static class StepLoop
{
    /// <summary>More steps than any path through sound decisions has: only a decision that undoes another one gets there.</summary>
    public const int MostSteps = 16;

    /// <summary>Runs until a step says to rest.</summary>
    /// <param name="key">The object, for the error.</param>
    /// <param name="seen">What is seen first; null where there is nothing to decide.</param>
    /// <param name="decide">The next step. Pure.</param>
    /// <param name="take">Takes a step.</param>
    /// <typeparam name="TSeen">Everything that a decision depends on.</typeparam>
    /// <typeparam name="TStep">What can be decided.</typeparam>
    /// <exception cref="InvalidOperationException">The steps do not come to an end: a defect in the decisions. It names the last of them.</exception>
    public static async ValueTask<Result> RunAsync<TSeen, TStep>(
        ObjectKey key, TSeen? seen, Func<TSeen, TStep> decide, Func<TStep, TSeen, Task<Turn<TSeen>>> take)
        where TSeen : class
        where TStep : class
    {
        List<string> taken = [];
        while (seen is not null)
        {
            if (taken.Count == MostSteps)
                throw new InvalidOperationException($"{key}: no rest after {MostSteps} steps, the last of them {string.Join(", ", taken[^4..])}");

            TStep step = decide(seen);
            Turn<TSeen> turn = await take(step, seen);
            if (turn.Seen is null)
                return turn.Result;

            taken.Add(step.GetType().Name);
            seen = turn.Seen;
        }

        return Result.Done;
    }
}

/// <summary>What came of a step.</summary>
/// <typeparam name="TSeen">Everything that a decision depends on.</typeparam>
public readonly record struct Turn<TSeen>
    where TSeen : class
{
    private Turn(TSeen? seen, Result result) => (Seen, Result) = (seen, result);

    /// <summary>What is seen after the step; null where nothing is left to decide.</summary>
    public TSeen? Seen { get; }

    /// <summary>What is to happen next with the object, where nothing is left to decide.</summary>
    public Result Result { get; }

    /// <summary>Nothing more can be done now.</summary>
    /// <param name="after">When to look again without an event; null for not at all.</param>
    public static Turn<TSeen> Rest(TimeSpan? after = null) => new(null, new Result(after));

    /// <summary>The next step is decided by what is seen now.</summary>
    /// <param name="seen">What is seen; null where nothing is left to decide.</param>
    public static implicit operator Turn<TSeen>(TSeen? seen) => new(seen, Result.Done);
}
