using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class HostPredicatesTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData("True", false)]
    public void B10_A_label_says_yes_or_nothing_whoever_asks(string? value, bool says)
    {
        ElementalHost host = Host(installed: true, value is null ? [] : [(HostLabels.NeedsReset, value)]);

        Assert.Equal(says, host.IsToldToReset());
        Assert.Equal(says, host.MustReset());
        // Either it can be claimed, or it is wiped: there is nothing in between.
        Assert.Equal(!says, host.IsFree());
    }

    public static TheoryData<HostAvailability, ElementalHost> Availabilities => new()
    {
        { HostAvailability.Free, Host(installed: true) },
        { HostAvailability.NotInstalled, Host(installed: false) },
        { HostAvailability.Claimed, Host(installed: true) with { Spec = new ElementalHostSpec { MachineRef = new V1ObjectReference { Name = "m" } } } },
        { HostAvailability.Claimed, Host(installed: true, (HostLabels.MachineName, "m")) },
        { HostAvailability.Bootstrapped, Host(installed: true, (HostLabels.Bootstrapped, "true")) },
        { HostAvailability.BeingReset, Host(installed: true, (HostLabels.NeedsReset, "true")) },
        { HostAvailability.BeingReset, Host(installed: true, (HostLabels.Reset, "true")) },
        { HostAvailability.Paused, Annotated(ClusterApiGroup.PausedAnnotation) },
        { HostAvailability.Paused, Annotated(ClusterApiGroup.DeleteForMoveAnnotation) },
        { HostAvailability.BeingDeleted, Host(installed: true).WithMetadata(new V1ObjectMeta { DeletionTimestamp = DateTime.UnixEpoch }) },
    };

    [Theory]
    [MemberData(nameof(Availabilities))]
    public void What_stands_against_a_claim_is_told_apart(HostAvailability expected, ElementalHost host) =>
        Assert.Equal(expected, host.Availability());

    public static TheoryData<string?, ElementalHost, Cluster?> Holds => new()
    {
        { null, Host(installed: true), null },
        { null, Host(installed: true), Cluster() },
        { "it is paused", Annotated(ClusterApiGroup.PausedAnnotation), null },
        { "its Cluster c1 is paused", Host(installed: true), Cluster(paused: true) },
        { "it is being moved to another management cluster", Annotated(ClusterApiGroup.DeleteForMoveAnnotation), null },
        { "it is being moved to another management cluster", Host(installed: true), Cluster(annotation: ClusterApiGroup.DeleteForMoveAnnotation) },
    };

    [Theory]
    [MemberData(nameof(Holds))]
    public void A_hold_says_why(string? expected, ElementalHost host, Cluster? cluster) => Assert.Equal(expected, Hold.Why(host, cluster));

    private static ElementalHost Host(bool installed, params (string Key, string Value)[] labels) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "h1",
            Labels = labels.Append((HostLabels.Installed, installed ? "true" : "false")).ToDictionary(label => label.Item1, label => label.Item2),
        },
    };

    private static ElementalHost Annotated(string annotation)
    {
        ElementalHost host = Host(installed: true);
        return host with { Metadata = host.Metadata with { Annotations = new Dictionary<string, string> { [annotation] = "" } } };
    }

    private static Cluster Cluster(bool paused = false, string? annotation = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "c1", Annotations = annotation is null ? null : new Dictionary<string, string> { [annotation] = "" },
        },
        Spec = new ClusterSpec { Paused = paused },
    };
}
