using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class HostSelectionTests
{
    private static readonly Dictionary<string, ElementalHost> Unfit = new()
    {
        ["not installed"] = Given.Host("a").Unlabelled(HostLabels.Installed),
        ["claimed by reference"] = Given.Host("b") with { Spec = new ElementalHostSpec { MachineRef = new V1ObjectReference { Name = "x" } } },
        ["claimed by label"] = Given.Host("c").Labelled(HostLabels.MachineName, "x"),
        ["to be reset"] = Given.Host("d").Labelled(HostLabels.NeedsReset),
        ["reset"] = Given.Host("e").Labelled(HostLabels.Reset),
        ["deleted"] = Given.Host("f").Deleting(),
        ["paused"] = Given.Host("g").Annotated(ClusterApiGroup.PausedAnnotation),
        ["cloned"] = Given.Host("k").Saying(ConditionTypes.IdentityReady, ConditionStatus.False, Reasons.HostCloned),
        ["lost"] = Given.Host("i").Away(),
        ["never connected"] = Given.Host("j").Away(Reasons.HostNeverConnected),
        ["moved away"] = Given.Host("h").Annotated(ClusterApiGroup.DeleteForMoveAnnotation),
    };

    public static TheoryData<string> UnfitHosts => [.. Unfit.Keys];

    [Fact]
    public void A_free_host_is_chosen() => Assert.Equal("h1", HostSelection.Choose(Given.Machine(), [Given.Host()])?.Metadata.Name);

    [Theory]
    [MemberData(nameof(UnfitHosts))]
    public void A_host_that_is_not_free_is_never_chosen(string what) => Assert.Null(HostSelection.Choose(Given.Machine(), [Unfit[what]]));

    [Theory]
    [InlineData("r1", "h1")]
    [InlineData("r2", "h2")]
    [InlineData("r3", null)]
    public void The_selector_is_honoured(string rack, string? host) =>
        Assert.Equal(host, HostSelection.Choose(Wants(rack), [Given.Host("h1", ("rack", "r1")), Given.Host("h2", ("rack", "r2"))])?.Metadata.Name);

    [Theory]
    [InlineData(Reasons.RolledBack)]
    [InlineData(Reasons.OSVersionReconciliationFailed)]
    public void A_host_on_which_a_version_failed_is_chosen_last(string reason)
    {
        ElementalHost[] hosts = [.. Enumerable.Range(0, 20).Select(number => Given.Host($"h{number}"))];
        string first = HostSelection.Choose(Given.Machine(), hosts)!.Metadata.Name;
        ElementalHost failed = hosts.Single(host => host.Metadata.Name == first).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, reason);

        Assert.NotEqual(first, HostSelection.Choose(Given.Machine(), [failed, .. hosts.Where(host => host.Metadata.Name != first)])!.Metadata.Name);
        Assert.Equal(first, HostSelection.Choose(Given.Machine(), [failed])!.Metadata.Name);
    }

    [Fact]
    public void I9_The_counts_per_reason_add_up_to_all_hosts() =>
        Assert.Equal(
            "1 more host matching rack=r9 is needed: none of the 12 hosts in the namespace lab can be claimed: 1 not installed, 2 claimed, "
            + "2 being reset, 1 being deleted, 2 paused, 1 two machines with one key, 1 lost, 1 never connected, 1 not matching",
            HostSelection.Explain(Wants("r9"), HostPool.Count([.. Unfit.Values, Given.Host("z", ("rack", "r1"))]), missing: 1));

    [Fact]
    public void I9_All_machines_that_wait_for_the_same_hosts_are_counted() =>
        Assert.Equal(
            "3 more hosts matching rack=r9 are needed: none of the 2 hosts in the namespace lab can be claimed: 1 claimed, 1 not matching",
            HostSelection.Explain(Wants("r9"), HostPool.Count([Unfit["claimed by label"], Given.Host()]), missing: 3));

    [Fact]
    public void I9_No_host_at_all_is_said_in_so_many_words() =>
        Assert.Equal("1 more host is needed: there is no host in the namespace lab", HostSelection.Explain(Given.Machine(), HostPool.Count([]), missing: 1));

    [Fact]
    public void I9_A_single_host_reads_as_one() =>
        Assert.Equal(
            "1 more host is needed: the only host in the namespace lab cannot be claimed: 1 not installed",
            HostSelection.Explain(Given.Machine(), HostPool.Count([Unfit["not installed"]]), missing: 1));

    [Fact]
    public void A_selector_reads_as_kubectl_writes_it_and_always_the_same()
    {
        var selector = new V1LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["zone"] = "b", ["rack"] = "a" },
            MatchExpressions =
            [
                new V1LabelSelectorRequirement { Key = "gpu", OperatorProperty = "DoesNotExist" },
                new V1LabelSelectorRequirement { Key = "cpu", OperatorProperty = "In", Values = ["x", "y"] },
                new V1LabelSelectorRequirement { Key = "disk", OperatorProperty = "Exists" },
            ],
        };

        Assert.Equal("!gpu,cpu in (x,y),disk,rack=a,zone=b", SelectorText.Of(selector));
    }

    [Fact]
    public void I9_Property_every_host_is_counted_once_whatever_its_state() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Hosts(), hosts =>
        {
            string text = HostSelection.Explain(Wants("r1"), HostPool.Count(hosts), missing: 1);
            int counted = text.Split(": ") is [_, _, var counts]
                ? counts.Split(", ").Sum(part => int.Parse(part.Split(' ')[0], null))
                : 0;
            return counted == hosts.Length;
        }));

    [Fact]
    public void Property_the_choice_is_free_and_wanted_and_there_is_one_whenever_such_a_host_exists() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Hosts(), hosts =>
        {
            ElementalMachine machine = Wants("r1");
            bool exists = hosts.Any(host => Fits(machine, host));
            ElementalHost? choice = HostSelection.Choose(machine, hosts);
            return choice is null ? !exists : Fits(machine, choice);
        }));

    [Fact]
    public void Property_the_choice_does_not_depend_on_the_order_of_the_hosts() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Hosts(), hosts =>
            HostSelection.Choose(Given.Machine(), hosts) == HostSelection.Choose(Given.Machine(), [.. hosts.Reverse()])));

    [Fact]
    public void Machines_that_choose_at_the_same_time_rarely_want_the_same_host()
    {
        ElementalHost[] hosts = [.. Enumerable.Range(0, 1000).Select(index => Given.Host($"m-{index:x8}"))];

        int distinct = Enumerable.Range(0, 100)
            .Select(index => HostSelection.Choose(Given.Machine($"md-0-{index:x5}"), hosts)!.Metadata.Name)
            .Distinct()
            .Count();

        // 100 random draws from 1000 give 95 distinct ones on average.
        Assert.InRange(distinct, 88, 100);
    }

    private static bool Fits(ElementalMachine machine, ElementalHost host) =>
        host.IsFree() && machine.Spec!.Selector!.Matches(host.Metadata.Labels);

    private static ElementalMachine Wants(string rack) => Given.Machine() with
    {
        Spec = new ElementalMachineSpec { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["rack"] = rack } } },
    };

    private static Arbitrary<ElementalHost[]> Hosts()
    {
        Gen<ElementalHost> host =
            from state in Gen.Elements(Unfit.Values.Append(Given.Host()).Append(Given.Host()).ToArray())
            from rack in Gen.Elements("r1", "r2")
            select state.Labelled("rack", rack);
        return host.ArrayOf()
            .Select(hosts => hosts.Select((each, index) => each.WithMetadata(each.Metadata with { Name = $"h{index}" })).ToArray())
            .ToArbitrary();
    }
}
