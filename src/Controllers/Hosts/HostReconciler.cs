using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Brings one ElementalHost as far as it can get now.</summary>
internal sealed class HostReconciler(HostObserver observer, ObjectWriter<ElementalHost> hosts, IEventRecorder events) : IReconciler
{
    /// <summary>More steps than any path through the decisions has.</summary>
    private const int MaxSteps = 8;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        HostSeen? seen = observer.Observe(key);
        for (int steps = 0; seen is not null && steps < MaxSteps; steps++)
        {
            HostStep step = HostDecisions.Next(seen);
            if (step is HostStep.Settle settle)
            {
                await SettleAsync(seen, settle, cancellationToken);
                return Result.Done;
            }

            seen = await TakeAsync(step, seen, cancellationToken);
        }

        return seen is null ? Result.Done : throw new InvalidOperationException($"{key}: no rest after {MaxSteps} steps");
    }

    private async Task<HostSeen?> TakeAsync(HostStep step, HostSeen seen, CancellationToken cancellationToken)
    {
        ElementalHost host = seen.Host;
        switch (step)
        {
            case HostStep.AddFinalizer:
                return seen with { Host = await hosts.AddFinalizerAsync(host, Finalizers.Host, cancellationToken) };

            case HostStep.RequestReset:
                events.Normal(host, EventReasons.ResetRequested, "the ElementalHost is being deleted");
                return await PatchAsync(seen, HostClaim.Released(host), cancellationToken);

            case HostStep.CopyOsVersion copy:
                ElementalHost updated = host with { Spec = (host.Spec ?? new ElementalHostSpec()) with { OsVersionManagement = copy.Wanted } };
                return await PatchAsync(seen, updated, cancellationToken);

            case HostStep.Detach detach:
                events.Warning(host, EventReasons.HostDetached, $"let go without a reset: {detach.Why}");
                await hosts.RemoveFinalizerAsync(host, Finalizers.Host, cancellationToken);
                return null;

            case HostStep.RemoveFinalizer:
                await hosts.RemoveFinalizerAsync(host, Finalizers.Host, cancellationToken);
                return null;

            default:
                throw new InvalidOperationException($"no action for the step {step.GetType().Name}");
        }
    }

    private async Task SettleAsync(HostSeen seen, HostStep.Settle settle, CancellationToken cancellationToken)
    {
        if (settle.Status is not null)
            await hosts.PatchStatusAsync(seen.Host, seen.Host with { Status = settle.Status }, cancellationToken);
    }

    private async Task<HostSeen?> PatchAsync(HostSeen seen, ElementalHost after, CancellationToken cancellationToken) =>
        seen with { Host = await hosts.PatchAsync(seen.Host, after, cancellationToken) };
}
