using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Directives;

public class HostDirectivesTests
{
    [Fact]
    public void A_free_host_is_asked_for_nothing() =>
        Assert.Equal(new HostDirective { Generation = 3 }, HostDirectives.For(Host(generation: 3), null));

    [Fact]
    public void A_claimed_host_learns_its_provider_id_and_that_bootstrap_data_waits()
    {
        HostDirective directive = HostDirectives.For(Host().Claimed(), Cluster());

        Assert.Equal("elemental://default/m-1", directive.ProviderId);
        Assert.True(directive.BootstrapAvailable);
        Assert.False(directive.NeedsReset);
    }

    [Fact]
    public void Bootstrap_data_waits_only_while_it_is_needed()
    {
        Assert.False(HostDirectives.For(Host().Claimed(bootstrapSecret: null), null).BootstrapAvailable);
        Assert.False(HostDirectives.For(Host().Claimed().With((HostLabels.Bootstrapped, "true")), null).BootstrapAvailable);
        Assert.False(HostDirectives.For(Host().Claimed().With((HostLabels.NeedsReset, "true")), null).BootstrapAvailable);
        Assert.False(HostDirectives.For(Host().Claimed().Deleting(), null).BootstrapAvailable);
    }

    [Fact]
    public void The_trace_of_what_is_asked_goes_along_until_it_is_done()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        ElementalHost host = Host().Claimed().Annotated(HostAnnotations.Traceparent, trace);

        Assert.Equal(trace, HostDirectives.For(host, null).Traceparent);
        Assert.Equal(trace, HostDirectives.For(host.With((HostLabels.NeedsReset, "true")), null).Traceparent);
        Assert.Equal("", HostDirectives.For(host.With((HostLabels.Bootstrapped, "true")), null).Traceparent);
        Assert.Equal("", HostDirectives.For(Host().Claimed().Annotated(HostAnnotations.Traceparent, "what a person wrote"), null).Traceparent);
    }

    public static TheoryData<string, ElementalHost, Cluster?, bool> Resets => new()
    {
        { "healthy", Host(), null, false },
        { "label", Host().With((HostLabels.NeedsReset, "true")), null, true },
        { "label says no", Host().With((HostLabels.NeedsReset, "false")), null, false },
        { "deleted, by nobody knows whom", Host().Deleting(), null, false },
        { "deleted, Cluster goes on, by nobody knows whom", Host().Deleting(), Cluster(), false },
        { "deleted and told to", Host().Deleting().With((HostLabels.NeedsReset, "true")), null, true },
        { "deleted and told to, Cluster goes on", Host().Deleting().With((HostLabels.NeedsReset, "true")), Cluster(), true },
        { "label, host paused", Host().With((HostLabels.NeedsReset, "true")).Annotated(ClusterApiGroup.PausedAnnotation), null, false },
        { "deleted, host paused", Host().Deleting().With((HostLabels.NeedsReset, "true")).Annotated(ClusterApiGroup.PausedAnnotation), null, false },
        { "deleted by clusterctl move", Host().Deleting().With((HostLabels.NeedsReset, "true")).Annotated(ClusterApiGroup.DeleteForMoveAnnotation), null, false },
        { "label, Cluster paused", Host().With((HostLabels.NeedsReset, "true")), Cluster(paused: true), false },
        { "deleted, Cluster paused", Host().Deleting().With((HostLabels.NeedsReset, "true")), Cluster(paused: true), false },
        { "deleted, Cluster being moved", Host().Deleting().With((HostLabels.NeedsReset, "true")), Cluster(annotation: ClusterApiGroup.DeleteForMoveAnnotation), false },
    };

    [Theory]
    [MemberData(nameof(Resets))]
    public void I3_A_host_is_reset_only_if_it_is_really_wanted(string name, ElementalHost host, Cluster? cluster, bool expected)
    {
        Assert.True(expected == HostDirectives.For(host, cluster).NeedsReset, name);
    }

    private static ElementalHost Pending => Host().Wanting(V1).With((HostLabels.Bootstrapped, "true"), (HostLabels.InPlaceUpdate, "pending"));

    public static TheoryData<string, ElementalHost, Cluster?, bool> Updates => new()
    {
        { "new host", Host().Wanting(V1), null, true },
        { "bootstrapped", Host().Wanting(V1).With((HostLabels.Bootstrapped, "true")), null, false },
        { "pending", Host().Wanting(V1).With((HostLabels.Bootstrapped, "true"), (HostLabels.InPlaceUpdate, "pending")), null, true },
        { "done", Host().Wanting(V1).With((HostLabels.Bootstrapped, "true"), (HostLabels.InPlaceUpdate, "done")), null, false },
        { "neither pending nor done", Host().Wanting(V1).With((HostLabels.Bootstrapped, "true"), (HostLabels.InPlaceUpdate, "Pending")), null, false },
        { "paused", Host().Wanting(V1), Cluster(paused: true), false },
        { "pending, but paused", Pending.Annotated(ClusterApiGroup.PausedAnnotation), null, false },
        { "pending, but being moved", Pending.Deleting().Annotated(ClusterApiGroup.DeleteForMoveAnnotation), null, false },
        { "new host that must be reset", Host().Wanting(V1).With((HostLabels.NeedsReset, "true")), null, false },
        { "pending, but must be reset", Pending.With((HostLabels.NeedsReset, "true")), null, false },
        { "pending, but deleted", Pending.Deleting(), null, false },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void An_os_version_may_be_applied_before_bootstrap_or_when_an_update_is_pending(
        string name, ElementalHost host, Cluster? cluster, bool expected)
    {
        HostDirective directive = HostDirectives.For(host.Planned(), cluster);
        OsVersion wanted = directive.OsVersion!;

        Assert.True(expected == wanted.Apply, name);
        Assert.Equal(Hash(V1), wanted.Hash);
        Assert.Equal(expected, directive.Operation?.Apply ?? false);
        Assert.Equal("oci://x:v1", wanted.Management.Json?.GetProperty("osVersion").GetProperty("imageUri").GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    public void An_empty_os_version_is_none(string osVersion) =>
        Assert.Null(HostDirectives.For(Host().Wanting(osVersion), null).OsVersion);

    [Fact]
    public void Equal_hosts_make_equal_directives_so_that_nothing_is_sent_twice() =>
        Assert.Equal(
            HostDirectives.For(Host().Claimed().Wanting("""{"a":1,"b":[true,null]}""").Planned(), Cluster()),
            HostDirectives.For(Host().Claimed().Wanting("""{"a":1,"b":[true,null]}""").Planned(), Cluster()));

    [Fact]
    public void The_order_of_members_reaches_the_plugin_and_makes_no_other_version()
    {
        HostDirective one = HostDirectives.For(Host().Wanting("""{"a":1,"b":[true,null]}""").Planned(), null);
        HostDirective other = HostDirectives.For(Host().Wanting("""{"b":[true,null],"a":1}""").Planned(), null);

        Assert.Equal("""{"b":[true,null],"a":1}""", other.OsVersion!.Management.ToString());
        Assert.Equal((one.OsVersion!.Hash, one.Operation), (other.OsVersion.Hash, other.Operation));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void The_operation_is_that_of_the_spec()
    {
        ElementalHost host = Pending.Planned();
        DateTimeOffset deadline = Now.AddMinutes(5);

        Operation operation = HostDirectives.For(host with { Spec = host.Spec! with { Operation = host.Spec.Operation! with { Deadline = deadline, Attempt = 3 } } }, null).Operation!;

        Assert.Equal(
            ($"osversion-{Hash(V1)[..12]}", 3, OperationType.Upgrade, Hash(V1), deadline, true),
            (operation.Id, operation.Attempt, operation.Type, operation.Wanted, operation.Deadline, operation.Apply));
    }

    [Fact]
    public void A_host_hears_of_a_version_only_with_its_operation_and_is_not_bootstrapped_before()
    {
        ElementalHost asked = Host(generation: 4).Claimed().Wanting(V1);

        Assert.Equal(new HostDirective { ProviderId = "elemental://default/m-1", Serves = new Serving("em-1", "") }, HostDirectives.For(asked, Cluster()));

        HostDirective told = HostDirectives.For(asked.Planned(), Cluster());
        Assert.True(told is { Generation: 4, BootstrapAvailable: true, OsVersion.Apply: true, Operation.Apply: true });
    }

    [Fact]
    public void A_serving_host_goes_on_as_it_is_until_the_operation_is_stored()
    {
        HostDirective before = HostDirectives.For(Host(generation: 4).Wanting(V1).With((HostLabels.Bootstrapped, "true")), null);
        HostDirective allowed = HostDirectives.For(Pending with { Metadata = Pending.Metadata with { Generation = 4 } }, null);

        Assert.True(before is { Generation: 4, OsVersion.Apply: false, Operation: null });
        Assert.True(allowed is { Generation: 0, OsVersion.Apply: false, Operation: null });
    }

    [Fact]
    public void An_operation_that_wants_something_else_than_the_spec_asks_nothing()
    {
        HostDirective directive = HostDirectives.For(Pending.Planned().Wanting(V2).With((HostLabels.InPlaceUpdate, "done")), null);

        Assert.True(directive is { Generation: 1, OsVersion.Apply: false, Operation: null });
        Assert.Equal(Hash(V2), directive.OsVersion!.Hash);
    }

    [Fact]
    public void What_is_allowed_and_held_back_says_by_what_and_what_nobody_allowed_does_not()
    {
        Assert.Equal("it is paused", HostDirectives.For(Pending.Annotated(ClusterApiGroup.PausedAnnotation), cluster: null).OsVersion!.HeldBecause);
        Assert.Equal("", HostDirectives.For(Pending, cluster: null).OsVersion!.HeldBecause);
    }
}
