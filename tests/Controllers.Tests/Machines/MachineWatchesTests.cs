using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class MachineWatchesTests
{
    private static readonly ObjectKey Em1 = new("lab", "em1");

    [Fact]
    public void A_Machine_wakes_its_infrastructure() => Assert.Equal([Em1], MachineWatches.OfMachine(Given.Owner()));

    [Fact]
    public void A_Machine_with_other_infrastructure_wakes_nobody() =>
        Assert.Empty(MachineWatches.OfMachine(Given.Owner() with
        {
            Spec = new MachineSpec { InfrastructureRef = new ContractReference { ApiGroup = "other.example", Kind = "ElementalMachine", Name = "em1" } },
        }));

    [Fact]
    public void O4_Unpausing_a_Cluster_wakes_its_machines() =>
        Assert.Equal([Em1], MachineWatches.OfCluster(Given.Cluster(paused: true), Given.Cluster(), Store(Given.Machine())));

    [Fact]
    public void I6_A_Cluster_that_changes_in_other_ways_wakes_nobody() =>
        Assert.Empty(MachineWatches.OfCluster(
            Given.Cluster(), Given.Cluster().Labelled("a", "b"), Store(Given.Machine())));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_or_a_deleted_Cluster_wakes_its_machines(bool isNew) =>
        Assert.Equal(
            [Em1],
            MachineWatches.OfCluster(isNew ? null : Given.Cluster(), isNew ? Given.Cluster() : null, Store(Given.Machine())));

    [Fact]
    public void A_host_wakes_the_machine_it_serves() =>
        Assert.Equal(
            [Em1],
            MachineWatches.OfHost(null, HostClaim.On(Given.Host(), Given.Machine(), Given.Owner()), Store()));

    [Fact]
    public void A_host_that_lost_its_claim_wakes_the_machine_it_served() =>
        Assert.Equal(
            [Em1],
            MachineWatches.OfHost(HostClaim.On(Given.Host(), Given.Machine(), Given.Owner()), Given.Host().Unlabelled(HostLabels.Installed), Store()));

    [Fact]
    public void A_host_that_is_deleted_wakes_the_machine_that_names_it() =>
        Assert.Equal([Em1], MachineWatches.OfHost(Given.Host(), null, Store(HostClaim.RecordedOn(Given.Machine(), Given.Host()))));

    [Fact]
    public void A_host_that_becomes_free_wakes_the_machines_that_would_take_it()
    {
        ElementalMachine picky = Given.Machine("em2") with
        {
            Spec = new ElementalMachineSpec { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["rack"] = "r1" } } },
        };
        ElementalMachine served = HostClaim.RecordedOn(Given.Machine("em3"), Given.Host("h3"));
        ElementalHost installing = Given.Host().Unlabelled(HostLabels.Installed);

        IEnumerable<ObjectKey> woken = MachineWatches.OfHost(installing, Given.Host(), Store(Given.Machine(), picky, served));

        Assert.Equal([Em1], woken);
    }

    [Fact]
    public void A_free_host_that_is_relabelled_wakes_machines_again() =>
        Assert.Equal([Em1], MachineWatches.OfHost(Given.Host(), Given.Host("h1", ("rack", "r1")), Store(Given.Machine())));

    [Fact]
    public void I6_A_free_host_that_only_reports_wakes_nobody() =>
        Assert.Empty(MachineWatches.OfHost(
            Given.Host(), Given.Host() with { Status = new ElementalHostStatus { Phase = HostPhase.Running } }, Store(Given.Machine())));

    [Fact]
    public void B21_A_free_host_wakes_some_of_the_thousands_that_wait_those_first_that_are_known_to()
    {
        ElementalMachine[] waiting = [.. Enumerable.Range(0, 40).Select(index => Waiting($"waiting-{index}"))];
        ElementalMachine[] blocked = [.. Enumerable.Range(0, 2000).Select(index => Given.Machine($"blocked-{index}"))];

        HashSet<ObjectKey> woken = [];
        for (int index = 0; index < 20; index++)
        {
            ObjectKey[] keys = [.. MachineWatches.OfHost(null, Given.Host($"h{index}"), Store([.. blocked[..1000], .. waiting, .. blocked[1000..]]))];
            Assert.Equal(32, keys.Length);
            Assert.All(keys, key => Assert.StartsWith("waiting-", key.Name, StringComparison.Ordinal));
            woken.UnionWith(keys);
        }

        Assert.True(woken.Count > 32, "it is always the same machines that are woken");
    }

    private static ElementalMachine Waiting(string name) => Given.Machine(name) with
    {
        Status = new ElementalMachineStatus
        {
            Conditions = [new Condition { Type = ConditionTypes.AssociationReady, Status = ConditionStatus.False, Reason = Reasons.MissingAvailableHosts }],
        },
    };

    private static ListStore Store(params ElementalMachine[] machines) => new(machines);

    /// <summary>A store that goes through a list, to hold the index functions against.</summary>
    private sealed class ListStore(IReadOnlyList<ElementalMachine> machines) : IStore<ElementalMachine>
    {
        public int Count => machines.Count;

        public ElementalMachine? Find(ObjectKey key) => machines.FirstOrDefault(machine => ObjectKey.Of(machine) == key);

        public IReadOnlyCollection<ElementalMachine> List() => machines;

        public IReadOnlyCollection<ElementalMachine> ByIndex(string index, string value) => index switch
        {
            MachineIndexes.ByCluster when value == "lab/c1" => machines,
            MachineIndexes.ByHost => [.. machines.Where(machine => $"lab/{machine.Spec?.HostRef?.Name}" == value)],
            PoolIndexes.Hostless when value == "lab" => [.. machines.Where(machine => machine.Spec?.HostRef is null)],
            _ => [],
        };
    }
}
