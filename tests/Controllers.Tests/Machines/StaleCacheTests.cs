using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Tests.Machines;

/// <summary>What must not be believed of a cache that is behind.</summary>
public sealed class StaleCacheTests
{
    private static readonly V1OwnerReference Reference = new() { ApiVersion = "cluster.x-k8s.io/v1beta2", Kind = "Machine", Name = "m1", Uid = "new" };

    [Fact]
    public void I2_The_Machine_of_before_under_the_same_name_is_not_the_owner() =>
        Assert.Null(Owners.Resolve(Reference, _ => Machine("old")));

    [Fact]
    public void The_Machine_that_the_reference_means_is_the_owner() => Assert.Equal("new", Owners.Resolve(Reference, _ => Machine("new"))?.Metadata.Uid);

    [Fact]
    public void Nobody_is_the_owner_where_none_is_known_or_named()
    {
        Assert.Null(Owners.Resolve<Machine>(Reference, _ => null));
        Assert.Null(Owners.Resolve(null, _ => Machine("new")));
    }

    [Fact]
    public void A_host_that_the_server_said_cannot_be_had_is_no_candidate_any_more()
    {
        ElementalHost[] hosts = [Given.Host("h1"), Given.Host("h2")];
        HostPool pool = HostPool.Of(hosts).Without("h1");

        Assert.Equal(["h2"], pool.Candidates().Select(host => host.Metadata.Name));
        Assert.Equal(2, pool.Free().Count);
        Assert.Equal(2, pool.Counts()[HostAvailability.Free]);
    }

    [Fact]
    public void T14_A_moved_machine_claims_the_free_host_that_it_names_even_if_another_of_that_name_has_joined()
    {
        Machine owner = Given.Owner() with { Spec = Given.Owner().Spec! with { ProviderId = "elemental://lab/h1" } };
        MachineSeen moved = new()
        {
            Machine = HostClaim.RecordedOn(Given.Machine(), Given.Host()) with { Status = null },
            Owner = owner,
            Cluster = Given.Cluster(),
            Host = Given.Host(),
            Hosts = HostPool.Of([Given.Host()]) with { Candidates = () => [] },
            IsConfirmed = true,
            Now = Given.Now,
        };

        Assert.False(moved.HasJoined);
        Assert.IsType<MachineStep.Claim>(MachineDecisions.Next(moved));
    }

    private static Machine Machine(string uid) => new() { Metadata = new V1ObjectMeta { Name = "m1", Uid = uid } };
}
