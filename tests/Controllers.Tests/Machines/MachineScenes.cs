using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Tests.Machines;

/// <summary>What a machine controller sees at the stages of a machine's life, and what is expected of its answer.</summary>
internal static class MachineScenes
{
    public static readonly ElementalMachine Claiming = HostClaim.RecordedOn(Given.Machine(), Given.Host());
    public static readonly ElementalHost Claimed = HostClaim.On(Given.Host(), Given.Machine(), Given.Owner());
    public static readonly ElementalHost Bootstrapped = Claimed.Labelled(HostLabels.Bootstrapped);

    public static readonly V1Node Joined = new()
    {
        Metadata = new V1ObjectMeta { Name = "h1" },
        Spec = new V1NodeSpec { ProviderID = "elemental://lab/h1" },
        Status = new V1NodeStatus
        {
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "192.0.2.7" }, new V1NodeAddress { Type = "Odd", Address = "x" }],
        },
    };

    public static MachineSeen Seen => new()
    {
        Machine = Given.Machine(), Owner = Given.Owner(), Cluster = Given.Cluster(), Hosts = PoolOf(), Now = Given.Now,
    };

    public static MachineSeen Running => Seen with
    {
        Machine = Claiming with { Status = new ElementalMachineStatus { Initialization = new Initialization { Provisioned = true }, Ready = true } },
        Host = Bootstrapped,
    };

    public static HostPool PoolOf(params ElementalHost[] hosts) => HostPool.Of(hosts);

    public static MachineStep.Settle Settles(MachineSeen seen) => MachineDecisions.Next(seen) is MachineStep.BlockMove block
        ? Settles(seen with { Machine = seen.Machine.WithMetadata(MoveBlock.On(seen.Machine.Metadata, block.IsNeeded)) })
        : Assert.IsType<MachineStep.Settle>(MachineDecisions.Next(seen));

    public static void AssertCondition(ElementalMachineStatus status, string type, string state, string reason, string message)
    {
        Condition condition = Conditions.Find(status.Conditions, type)!;
        Assert.Equal((state, reason, message), (condition.Status, condition.Reason, condition.Message));
    }
}
