using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Brings one ElementalMachine as far as it can get now: observe, then decide and act until nothing more can be done.</summary>
internal sealed class MachineReconciler(MachineObserver observer, MachineActions actions, HostReservations reservations) : IReconciler
{
    /// <summary>More steps than any path through the decisions has: only a decision that undoes another one would get there.</summary>
    private const int MaxSteps = 16;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await StepAsync(key, observer.Observe(key), cancellationToken);
        }
        finally
        {
            reservations.Release(key);
        }
    }

    private async Task<Result> StepAsync(ObjectKey key, MachineSeen? seen, CancellationToken cancellationToken)
    {
        for (int steps = 0; seen is not null && steps < MaxSteps; steps++)
        {
            MachineStep step = MachineDecisions.Next(seen);
            if (step is MachineStep.Settle settle)
            {
                await actions.SettleAsync(seen, settle, cancellationToken);
                return new Result(settle.RequeueAfter);
            }

            seen = await actions.TakeAsync(step, seen, cancellationToken);
        }

        return seen is null ? Result.Done : throw new InvalidOperationException($"{key}: no rest after {MaxSteps} steps");
    }
}
