using System.Diagnostics;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Brings one ElementalHost as far as it can get now.</summary>
internal sealed class HostReconciler(
    HostObserver observer, ObjectWriter<ElementalHost> hosts, ObjectWriter<ElementalMachine> machines,
    ObjectWriter<ElementalRegistration> registrations, Definitions definitions, IEventRecorder events) : IReconciler
{
    /// <summary>Decides the next step.</summary>
    internal Func<HostSeen, HostStep> Decide { get; init; } = HostDecisions.Next;

    public ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => StepLoop.RunAsync(
        key, observer.Observe(key), Decide, (step, seen) => TakeAsync(step, seen, cancellationToken));

    private async Task<Turn<HostSeen>> TakeAsync(HostStep step, HostSeen seen, CancellationToken cancellationToken)
    {
        ElementalHost host = seen.Host;
        switch (step)
        {
            case HostStep.AddFinalizer:
                return seen with { Host = await hosts.AddFinalizerAsync(host, Finalizers.Host, cancellationToken) };

            case HostStep.RequestReset when host.IsDeleting() && seen.Deletion == HostDeletion.Unknown:
                return seen with { Deletion = await FindOutAsync(seen, cancellationToken) };

            case HostStep.RequestReset:
                HostSeen told = await AskAsync(HostTraces.RequestReset, seen, HostClaim.ToldToReset(host), cancellationToken);
                events.Normal(told.Host, EventReasons.ResetRequested, host.IsDeleting()
                    ? "the ElementalHost is being deleted"
                    : $"the ElementalMachine {host.Spec?.MachineRef?.Name} has left it behind");
                return told;

            case HostStep.LetGo:
                events.Warning(host, EventReasons.HostLetGo, "let go without a reset: nobody who meant the host has deleted it; the machine runs on and registers as what it is");
                await hosts.RemoveFinalizerAsync(host, Finalizers.Host, cancellationToken);
                return Turn<HostSeen>.Rest();

            case HostStep.Own own:
                return seen with { Host = await hosts.PatchAsync(host, Ownership.Named(host, own.Registration), cancellationToken) };

            case HostStep.BlockMove block:
                ElementalHost blocked = host.WithMetadata(MoveBlock.On(host.Metadata, block.IsNeeded));
                return seen with { Host = await hosts.PatchAsync(host, blocked, cancellationToken) };

            case HostStep.ConfirmMachine confirm:
                ElementalMachine? machine = await machines.ReadAsync(ObjectKey.Of(host) with { Name = confirm.MachineName }, cancellationToken);
                return seen with { Machine = machine is not null && HostClaim.IsHeldBy(host, machine) ? machine : null, IsMachineConfirmed = true };

            case HostStep.Want want:
                HostSeen wanted = await AskAsync(HostTraces.ForwardOsVersion, seen, want.Host, cancellationToken) with { WasWithdrawn = false };
                TellForwarded(host, wanted);
                return wanted;

            case HostStep.RememberDetached remember:
                return await RememberAsync(seen, remember, cancellationToken);

            case HostStep.ForgetDetached forget:
                V1ObjectMeta struck = DetachedHosts.Forget(forget.Registration.Metadata, forget.KeyHash);
                return seen with { Registration = await PatchAsync(forget.Registration, struck, cancellationToken) };

            case HostStep.Detach detach:
                return await DetachAsync(seen, detach.Why, cancellationToken);

            case HostStep.RemoveFinalizer:
                await hosts.RemoveFinalizerAsync(host, Finalizers.Host, cancellationToken);
                return Turn<HostSeen>.Rest();

            case HostStep.Settle settle:
                await SettleAsync(seen, settle, cancellationToken);
                return Turn<HostSeen>.Rest(settle.RequeueAfter);

            default:
                throw new InvalidOperationException($"no action for the step {step.GetType().Name}");
        }
    }

    /// <summary>
    /// Who deletes the host. Garbage collection does when the registration that the host names is not there any more, and the API server when the
    /// kind is done away with; both look like a person's word. A cache may be behind, so the server is asked.
    /// </summary>
    private async Task<HostDeletion> FindOutAsync(HostSeen seen, CancellationToken cancellationToken)
    {
        if (await definitions.IsBeingDeletedAsync("elementalhosts", cancellationToken))
            return HostDeletion.Collected;
        if (seen.OwnerReference is not { } owner)
            return HostDeletion.Meant;

        ElementalRegistration? registration = await registrations.ReadAsync(
            new ObjectKey(seen.Host.Metadata.NamespaceProperty!, owner.Name), cancellationToken);
        return Ownership.WhoDeletes(seen.Host, owner, registration);
    }

    private async Task<HostSeen> RememberAsync(HostSeen seen, HostStep.RememberDetached step, CancellationToken cancellationToken)
    {
        ElementalRegistration? registration = await PatchAsync(step.Registration, step.Noted, cancellationToken);
        if (registration is not null)
        {
            events.Warning(
                registration, EventReasons.HostDetached, $"the host {step.Entry.Name} was let go without a reset: {step.Entry.Why}");
        }

        return seen with { Registration = registration };
    }

    /// <summary>
    /// Letting a host go cannot be undone, so that there is no registration to remember it takes the word of the server: a cache may be behind.
    /// </summary>
    private async Task<HostSeen?> DetachAsync(HostSeen seen, string why, CancellationToken cancellationToken)
    {
        if (seen.Registration is null
            && Ownership.RegistrationOf(seen.Host) is { } key
            && await registrations.ReadAsync(key, cancellationToken) is { } registration)
        {
            return seen with { Registration = registration };
        }

        events.Warning(seen.Host, EventReasons.HostDetached, $"let go without a reset: {why}");
        await hosts.RemoveFinalizerAsync(seen.Host, Finalizers.Host, cancellationToken);
        return null;
    }

    /// <summary>Changes the registration of a host; one that is gone has nothing to remember.</summary>
    private async Task<ElementalRegistration?> PatchAsync(ElementalRegistration before, V1ObjectMeta after, CancellationToken cancellationToken)
    {
        try
        {
            return await registrations.PatchAsync(before, before.WithMetadata(after), cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>A host that is on its way to its first node says enough; one that serves goes on as it is until somebody allows the update.</summary>
    private void TellForwarded(ElementalHost before, HostSeen seen)
    {
        if (!seen.Host.IsBootstrapped() || seen.Machine is not { } machine || before.IsToldToRun(machine.Spec?.OsVersionManagement))
            return;

        string what = machine.Spec?.OsVersionManagement is null ? "no particular OS version any more" : "another OS version";
        events.Normal(seen.Host, EventReasons.OSVersionForwarded, $"the ElementalMachine {machine.Metadata.Name} wants {what}");
    }

    private async Task SettleAsync(HostSeen seen, HostStep.Settle settle, CancellationToken cancellationToken)
    {
        if (settle.Warning is { } warning)
            events.Warning(seen.Host, EventReasons.HostNotDetached, warning);
        if (settle.Status is not null)
            await hosts.PatchStatusAsync(seen.Host, seen.Host with { Status = settle.Status }, cancellationToken);
    }

    /// <summary>Changes what is asked of the host.</summary>
    private async Task<HostSeen> AskAsync(string what, HostSeen seen, ElementalHost after, CancellationToken cancellationToken)
    {
        using Activity? trace = HostTraces.Begin(what, after);
        return seen with { Host = await hosts.PatchAsync(seen.Host, HostTraces.Carry(after, trace), cancellationToken) };
    }
}
