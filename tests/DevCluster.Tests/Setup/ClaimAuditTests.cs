using ElementalProvider.Api.Elemental;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Tests.Setup;

public sealed class ClaimAuditTests
{
    [Fact]
    public void I1_Two_machines_with_one_host_are_found()
    {
        ClaimAudit audit = new();
        audit.OnMachine(null, Machine("m1", "h1"));
        audit.OnMachine(null, Machine("m2", "h1"));

        Assert.Contains("h1", Assert.Single(audit.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void I1_A_host_that_changes_hands_without_a_reset_is_found()
    {
        ClaimAudit audit = new();
        audit.OnHost(Host("h1", "u1", "m1"), Host("h1", "u1", "m2"));

        Assert.Single(audit.Violations);
    }

    [Fact]
    public void A_host_that_was_wiped_may_serve_another_machine()
    {
        ClaimAudit audit = new();
        ElementalMachine first = Machine("m1", "h1");
        audit.OnMachine(null, first);
        audit.OnMachine(first, first with { Metadata = first.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch.UtcDateTime } });
        audit.OnMachine(null, Machine("m2", "h1"));
        audit.OnHost(Host("h1", "u1", "m1"), Host("h1", "u2", "m2"));
        audit.OnHost(Host("h1", "u2", null), Host("h1", "u2", "m3"));

        Assert.Empty(audit.Violations);
        Assert.Equal(5, audit.Events);
    }

    private static ElementalMachine Machine(string name, string host) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
        Spec = new ElementalMachineSpec { HostRef = new V1ObjectReference { Name = host } },
    };

    private static ElementalHost Host(string name, string uid, string? machine) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = uid },
        Spec = new ElementalHostSpec { MachineRef = machine is null ? null : new V1ObjectReference { Name = machine } },
    };
}
