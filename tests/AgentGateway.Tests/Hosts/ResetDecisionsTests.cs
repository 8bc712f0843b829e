using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Hosts;

public class ResetDecisionsTests
{
    private static readonly ElementalHost Asked = HostReportDecisions
        .Decide(Host().Claimed().With((HostLabels.NeedsReset, "true")), SampleReports.Ready(bootId: "installed"), Now).Observed;

    private static readonly Dictionary<string, (ResetRequest Request, RefusalCode Code, string Sentence)> Refused = new()
    {
        ["no boot"] = (
            Proof("", "requested", "/"), RefusalCode.InvalidArgument,
            "evidence.boot_id must name the boot in which the host was wiped"),
        ["nothing wiped"] = (
            Proof("recovery", "requested"), RefusalCode.FailedPrecondition,
            "evidence.wiped_paths must name what was wiped on the ElementalHost default/m-1, but it names nothing: wipe the host first"),
        ["no name in what was wiped"] = (
            Proof("recovery", "requested", "", " "), RefusalCode.FailedPrecondition,
            "evidence.wiped_paths must name what was wiped on the ElementalHost default/m-1, but it names nothing: wipe the host first"),
        ["wiped in the boot that asked"] = (
            Proof("requested", "requested", "/"), RefusalCode.FailedPrecondition,
            "evidence.boot_id must differ from evidence.requested_boot_id, but the ElementalHost default/m-1 names requested in both: "
            + "the wipe has to run in another boot than the one that it was asked for in"),
        ["wiped in the installed system"] = (
            Proof("installed", "", "/"), RefusalCode.FailedPrecondition,
            "evidence.boot_id must name the boot that wiped the ElementalHost default/m-1, but installed is the boot of its installed system: "
            + "boot it into recovery to wipe it"),
        ["announced from the installed system"] = (
            new ResetRequest { BootId = "installed" }, RefusalCode.FailedPrecondition,
            "boot_id must name the boot that wipes the ElementalHost default/m-1, but installed is the boot of its installed system: "
            + "boot it into recovery to wipe it"),
    };

    public static TheoryData<string> Refusals => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void I4_What_does_not_show_a_wipe_is_refused_with_a_sentence_that_says_what_was_expected(string name)
    {
        (ResetRequest request, RefusalCode code, string sentence) = Refused[name];

        Refusal refusal = ResetDecisions.Refuse(Asked, null, request)!;

        Assert.Equal((code, sentence), (refusal.Code, refusal.Sentence));
    }

    private static readonly Dictionary<string, (ElementalHost Host, ResetRequest Request)> Accepted = new()
    {
        ["evidence"] = (Asked, Proof("recovery", "installed", "/")),
        ["evidence of an agent that cannot tell what boot asked"] = (Asked, Proof("recovery", "", "/")),
        ["evidence, shown from a later boot"] = (Asked, Proof("recovery", "installed", "/") with { BootId = "later" }),
        ["announcement"] = (Asked, new ResetRequest { BootId = "recovery" }),
        ["announcement of an older agent"] = (Asked, new ResetRequest()),
        ["evidence where the status was thrown away"] = (Asked with { Status = null }, Proof("recovery", "", "/")),
        ["announcement of a host that never reported"] = (Host(), new ResetRequest { BootId = "installed" }),
    };

    public static TheoryData<string> Wipes => [.. Accepted.Keys];

    [Theory]
    [MemberData(nameof(Wipes))]
    public void A_wipe_in_a_boot_of_its_own_is_believed(string name) =>
        Assert.Null(ResetDecisions.Refuse(Accepted[name].Host, null, Accepted[name].Request));

    [Fact]
    public void Evidence_counts_while_paused_and_an_announcement_waits()
    {
        Cluster paused = Cluster(paused: true);

        Assert.Null(ResetDecisions.Refuse(Asked, paused, Proof("recovery", "installed", "/")));
        Assert.Equal(RefusalCode.Unavailable, ResetDecisions.Refuse(Asked, paused, new ResetRequest { BootId = "recovery" })!.Code);
    }

    [Fact]
    public void An_announcement_does_not_talk_over_a_host_that_says_what_goes_wrong()
    {
        ElementalHost failing = HostReportDecisions.Decide(Asked, SampleReports.Wiping("recovery", Reasons.ResetFailed, "no disk"), Now).Observed;

        ElementalHost announced = ResetDecisions.Announced(failing, "boot-2", Now);

        Assert.Equal("no disk", Conditions.Find(announced.Status!.Conditions, ConditionTypes.ResetReady)!.Message);
        Assert.Equal(ConditionStatus.False, Conditions.Find(ResetDecisions.Announced(Asked, "boot-2", Now).Status!.Conditions, ConditionTypes.ResetReady)!.Status);
    }

    [Fact]
    public void Evidence_cannot_blow_up_the_object()
    {
        ElementalHost proved = ResetDecisions.Proved(Asked, Proof(new string('b', 5000), "", "/").Evidence!, Now);

        Assert.Equal(1024, proved.Status!.Facts![FactNames.BootId].Length);
        Assert.Equal("installed", proved.Status.Facts[FactNames.InstalledBootId]);
    }

    private static ResetRequest Proof(string bootId, string requestedBootId, params string[] wipedPaths) => new()
    {
        BootId = bootId,
        Evidence = new ResetEvidence { BootId = bootId, RequestedBootId = requestedBootId, WipedPaths = wipedPaths },
    };
}
