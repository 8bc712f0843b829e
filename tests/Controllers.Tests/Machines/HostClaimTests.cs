using ElementalProvider.Operations;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class HostClaimTests
{
    [Fact]
    public void I1_A_claim_names_machine_bootstrap_data_and_cluster_in_one_object()
    {
        ElementalHost claimed = HostClaim.On(Given.Host(), Given.Machine(), Given.Owner());

        Assert.Equal(
            new V1ObjectReference
            {
                ApiVersion = "infrastructure.cluster.x-k8s.io/v1beta1", Kind = "ElementalMachine", NamespaceProperty = "lab", Name = "em1", Uid = "uid-of-em1",
            },
            claimed.Spec!.MachineRef);
        Assert.Equal(
            new V1ObjectReference { ApiVersion = "v1", Kind = "Secret", NamespaceProperty = "lab", Name = "m1-bootstrap" }, claimed.Spec.BootstrapSecret);
        Assert.Equal("m1", claimed.Metadata.Label(HostLabels.MachineName));
        Assert.Equal("em1", claimed.Metadata.Label(HostLabels.ElementalMachineName));
        Assert.Equal("c1", claimed.Metadata.Label(ClusterApiGroup.ClusterNameLabel));
        Assert.Equal("true", claimed.Metadata.Label(HostLabels.Installed));
    }

    [Theory]
    [InlineData("""{"image":"v2"}""")]
    [InlineData(null)]
    public void From_the_claim_on_the_host_is_told_to_run_what_the_machine_wants_or_nothing_in_particular(string? wanted)
    {
        ElementalMachine machine = Given.Machine() with
        {
            Spec = new ElementalMachineSpec { OsVersionManagement = wanted is null ? null : Given.Json(wanted) },
        };
        ElementalHost host = Given.Host() with { Spec = new ElementalHostSpec { OsVersionManagement = Given.Json("""{"image":"v1"}""") } };

        Assert.Equal(wanted, HostClaim.On(host, machine, Given.Owner()).Spec!.OsVersionManagement?.GetRawText());
    }

    [Fact]
    public void A_claim_with_an_OS_version_brings_the_operation_in_the_same_write()
    {
        ElementalMachine machine = Given.Machine() with { Spec = new ElementalMachineSpec { OsVersionManagement = Given.Json("""{"image":"v2"}""") } };

        HostOperation operation = HostClaim.On(Given.Host(), machine, Given.Owner(), Given.Now, TimeSpan.FromMinutes(5)).Spec!.Operation!;

        Assert.Equal((1, OperationRequesters.HostUpdate, Given.Now.AddMinutes(5)), (operation.Attempt, operation.Requester, operation.Deadline));
        Assert.Equal(HostOperations.HashOf(Given.Json("""{ "image": "v2" }""")), operation.Wanted);
        Assert.Null(HostClaim.On(Given.Host(), Given.Machine(), Given.Owner()).Spec!.Operation);
    }

    [Fact]
    public void M2_The_provider_ID_is_recorded_together_with_the_host_and_an_earlier_one_of_the_same_host_is_kept()
    {
        ElementalMachine recorded = HostClaim.RecordedOn(Given.Machine(), Given.Host());
        ElementalMachine adopted = Given.Machine() with { Spec = new ElementalMachineSpec { ProviderId = "other://1" } };
        ElementalHost held = HostClaim.On(Given.Host(), adopted, Given.Owner());

        Assert.Equal(("h1", "elemental://lab/h1"), (recorded.Spec!.HostRef!.Name, recorded.Spec.ProviderId));
        Assert.Equal("other://1", HostClaim.RecordedOn(adopted, held).Spec!.ProviderId);
    }

    [Fact]
    public void M2_The_provider_ID_outlives_its_host_until_the_next_host_brings_its_own()
    {
        ElementalMachine forgotten = HostClaim.ForgottenOn(HostClaim.RecordedOn(Given.Machine(), Given.Host()));
        ElementalMachine next = HostClaim.RecordedOn(forgotten, Given.Host("h2"));

        Assert.Equal((null, "elemental://lab/h1"), (forgotten.Spec!.HostRef, forgotten.Spec.ProviderId));
        Assert.Equal(("h2", "elemental://lab/h2"), (next.Spec!.HostRef!.Name, next.Spec.ProviderId));
    }

    [Fact]
    public void A_host_that_is_being_deleted_serves_only_a_machine_that_names_it()
    {
        ElementalMachine recorded = HostClaim.RecordedOn(Given.Machine(), Given.Host());
        ElementalHost going = HostClaim.On(Given.Host(), recorded, Given.Owner()).Deleting();

        Assert.True(HostClaim.IsHeldBy(going, recorded));
        Assert.False(HostClaim.IsHeldBy(going, HostClaim.ForgottenOn(recorded)));
    }

    [Theory]
    [InlineData("em1", "lab", "uid-of-em1", true)]
    [InlineData("em1", "lab", null, true)]
    [InlineData("em1", null, "uid-of-em1", true)]
    [InlineData("em2", "lab", "uid-of-em1", false)]
    [InlineData("em1", "other", "uid-of-em1", false)]
    [InlineData("em1", "lab", "uid-of-a-predecessor", false)]
    public void I1_A_host_is_held_only_by_the_machine_it_names(string name, string? namespaceName, string? uid, bool held)
    {
        ElementalHost host = Given.Host() with
        {
            Spec = new ElementalHostSpec { MachineRef = new V1ObjectReference { Name = name, NamespaceProperty = namespaceName, Uid = uid } },
        };

        Assert.Equal(held, HostClaim.IsHeldBy(host, Given.Machine()));
    }

    [Fact]
    public void A_free_host_is_held_by_nobody() => Assert.False(HostClaim.IsHeldBy(Given.Host(), Given.Machine()));

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(253)]
    public void O2_Long_names_fit_into_labels_and_stay_distinct(int length)
    {
        string name = new('a', length);

        Assert.True(LabelValue.Of(name).Length <= 63);
        Assert.NotEqual(LabelValue.Of(name), LabelValue.Of(name[..^1] + "b"));
        Assert.Equal(length <= 63, LabelValue.Of(name) == name);
    }
}
