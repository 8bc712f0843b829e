using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Pool;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Brings one ElementalMachine as far as it can get now.</summary>
internal sealed class MachineReconciler(MachineObserver observer, MachineActions actions, HostReservations reservations) : IReconciler
{
    /// <summary>Decides the next step.</summary>
    internal Func<MachineSeen, MachineStep> Decide { get; init; } = MachineDecisions.Next;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await StepLoop.RunAsync(
                key, observer.Observe(key), Decide, (step, seen) => actions.TakeAsync(step, seen, cancellationToken));
        }
        finally
        {
            reservations.GiveUp(key);
        }
    }
}
