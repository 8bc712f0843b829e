using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Workload;

namespace ElementalProvider.Lifecycle.Tests.Model;

internal sealed partial class Leader
{
    private const int MaxMachineSteps = 16;

    public void ReconcileMachine(string name)
    {
        MachineSeen? seen = ObserveMachine(name);
        for (int steps = 0; seen is not null; steps++)
        {
            if (steps == MaxMachineSteps)
                throw new InvariantException($"the machine {name} finds no rest after {MaxMachineSteps} steps");

            MachineStep step = world.Rules.ForMachine(seen);
            world.Watch.OnMachineStep(seen, step);
            seen = Take(step, seen);
        }
    }

    private MachineSeen? ObserveMachine(string name)
    {
        if (_machines.Find(name) is not { } machine)
            return null;

        V1OwnerReference? reference = Owners.Find(machine.Metadata, ClusterApiGroup.Name, "Machine");
        Machine? owner = Owners.Resolve(reference, _owners.Find);
        return new MachineSeen
        {
            Machine = machine,
            Owner = owner,
            Cluster = _clusters.Find(ApiServer.ClusterName),
            Host = machine.Spec?.HostRef?.Name is { } host ? _hosts.Find(host) : _hosts.All.FirstOrDefault(each => HostClaim.IsHeldBy(each, machine)),
            Hosts = HostPool.Of([.. _hosts.All]),
            Now = world.Api.Clock.Now,
        };
    }

    private MachineSeen? Take(MachineStep step, MachineSeen seen)
    {
        ElementalMachine machine = seen.Machine;
        switch (step)
        {
            case MachineStep.AddFinalizer:
                return Patch(seen, machine.WithMetadata(machine.Metadata.WithFinalizer(Finalizers.Machine)));
            case MachineStep.RecordHost record:
                return Patch(seen, HostClaim.RecordedOn(machine, record.Host)) with { Host = record.Host, IsConfirmed = true };
            case MachineStep.ConfirmMachine:
                return MachineSeen.Confirmed(seen, world.Api.Machines.Find(machine.Metadata.Name!));
            case MachineStep.Claim claim:
                return seen with { Host = Claim(seen, claim.Host) };
            case MachineStep.ReportLoss loss:
                return seen with { Machine = Written(_machines, world.Api.Machines.WriteStatus(machine, machine with { Status = loss.Status })) };
            case MachineStep.ForgetHost forget:
                return Forget(seen, forget.HostName);
            case MachineStep.AdoptProviderId adopt:
                return Patch(seen, machine with { Spec = machine.Spec! with { ProviderId = adopt.ProviderId } });
            case MachineStep.LookForNode look:
                V1Node? node = world.Api.Nodes.GetValueOrDefault(look.Host.Metadata.Name!);
                return seen with { Node = node is null ? new NodeSighting.Missing() : new NodeSighting.Found(node) };
            case MachineStep.InitializeNode join:
                V1Node joined = join.Node with { Spec = (join.Node.Spec ?? new V1NodeSpec()) with { ProviderID = join.ProviderId } };
                world.Api.Nodes[joined.Metadata.Name!] = joined;
                return seen with { Node = new NodeSighting.Found(joined) };
            case MachineStep.RequestReset release:
                return seen with { Host = Written(_hosts, world.Api.Hosts.Write(release.Host, HostClaim.ToldToReset(release.Host))) };
            case MachineStep.RemoveFinalizer:
                Patch(seen, machine.WithMetadata(machine.Metadata.WithoutFinalizer(Finalizers.Machine)));
                return null;
            case MachineStep.Settle settle:
                if (settle.Status is not null)
                    Written(_machines, world.Api.Machines.WriteStatus(machine, machine with { Status = settle.Status }));
                return null;
            default:
                throw new InvalidOperationException($"the model does not know the step {step.GetType().Name}");
        }
    }

    private ElementalHost? Claim(MachineSeen seen, ElementalHost chosen)
    {
        ElementalHost? current = world.Api.Hosts.Find(chosen.Metadata.Name!);
        bool isUnchanged = current?.Metadata.ResourceVersion == chosen.Metadata.ResourceVersion;
        if (current is not null && (isUnchanged || !world.Rules.ClaimsAreConditional))
            return Written(_hosts, world.Api.Hosts.Write(current, HostClaim.On(current, seen.Machine, seen.Owner!)));

        return current is null ? null : _hosts.Remember(current);
    }

    /// <summary>Giving up a host takes the word of the server.</summary>
    private MachineSeen Forget(MachineSeen seen, string hostName)
    {
        ElementalHost? current = world.Api.Hosts.Find(hostName);
        MachineSeen confirmed = seen with { Host = current is null ? null : _hosts.Remember(current) };
        return confirmed.MustForgetHost
            ? Patch(confirmed, HostClaim.ForgottenOn(seen.Machine)) with { Host = null, Hosts = seen.Hosts.Without(hostName) }
            : confirmed;
    }

    private MachineSeen Patch(MachineSeen seen, ElementalMachine after) =>
        seen with { Machine = Written(_machines, world.Api.Machines.Write(seen.Machine, after)) };
}
