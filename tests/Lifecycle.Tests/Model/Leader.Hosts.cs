using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;

namespace ElementalProvider.Lifecycle.Tests.Model;

internal sealed partial class Leader
{
    private const int MaxHostSteps = 8;

    public void ReconcileHost(string name)
    {
        HostSeen? seen = ObserveHost(name);
        for (int steps = 0; seen is not null; steps++)
        {
            if (steps == MaxHostSteps)
                throw new InvariantException($"the host {name} finds no rest after {MaxHostSteps} steps");

            HostStep step = world.Rules.ForHost(seen);
            world.Watch.OnHostStep(seen, step);
            seen = Take(step, seen);
        }
    }

    private HostSeen? ObserveHost(string name)
    {
        if (_hosts.Find(name) is not { } host)
            return null;

        ElementalMachine? machine = host.Spec?.MachineRef?.Name is { } machineName ? _machines.Find(machineName) : null;
        string? cluster = host.Spec?.MachineRef is null ? null : host.Metadata.Label(ClusterApiGroup.ClusterNameLabel);
        return new HostSeen
        {
            Host = host,
            Machine = machine is not null && HostClaim.IsHeldBy(host, machine) ? machine : null,
            Cluster = cluster is null ? null : _clusters.Find(cluster),
            Registration = _registrations.Find(ApiServer.RegistrationName),
            IsNamed = host.IsDeleting() && _machines.All.Any(each => each.Spec?.HostRef?.Name == name && !each.IsDeleting()),
            Now = world.Api.Clock.Now,
        };
    }

    private HostSeen? Take(HostStep step, HostSeen seen)
    {
        ElementalHost host = seen.Host;
        switch (step)
        {
            case HostStep.AddFinalizer:
                return Patch(seen, host.WithMetadata(host.Metadata.WithFinalizer(Finalizers.Host)));
            case HostStep.RequestReset:
                return Patch(seen, HostClaim.ToldToReset(host));
            case HostStep.ConfirmMachine confirm:
                ElementalMachine? machine = world.Api.Machines.Find(confirm.MachineName);
                return seen with { Machine = machine is not null && HostClaim.IsHeldBy(host, machine) ? machine : null, IsMachineConfirmed = true };
            case HostStep.Want want:
                return Patch(seen, want.Host);
            case HostStep.RememberDetached remember:
                return seen with { Registration = Patch(remember.Registration, remember.Noted) };
            case HostStep.ForgetDetached forget:
                return seen with { Registration = Patch(forget.Registration, DetachedHosts.Forget(forget.Registration.Metadata, forget.KeyHash)) };
            case HostStep.Detach or HostStep.RemoveFinalizer:
                Patch(seen, host.WithMetadata(host.Metadata.WithoutFinalizer(Finalizers.Host)));
                return null;
            case HostStep.Settle settle:
                if (settle.Status is not null)
                    Written(_hosts, world.Api.Hosts.WriteStatus(host, host with { Status = settle.Status }));
                return null;
            default:
                throw new InvalidOperationException($"the model does not know the step {step.GetType().Name}");
        }
    }

    private HostSeen Patch(HostSeen seen, ElementalHost after) => seen with { Host = Written(_hosts, world.Api.Hosts.Write(seen.Host, after)) };

    private ElementalRegistration Patch(ElementalRegistration before, V1ObjectMeta after) =>
        Written(_registrations, world.Api.Registrations.Write(before, before.WithMetadata(after)));
}
