using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Reports;

/// <summary>boot-1 runs the installed system, boot-2 wipes it, boot-3 is a boot after that.</summary>
public class LateReportsTests
{
    private static readonly ElementalHost Asked = After(Host(), Triggering("boot-1")).With((HostLabels.NeedsReset, "true"));
    private static readonly ElementalHost Announced = ResetDecisions.Announced(Asked, "", Now);
    private static readonly ElementalHost Wipes = After(Asked, Wiping("boot-2", Reasons.WaitingForReset));

    private static readonly Dictionary<string, (ElementalHost Host, HostReport Report, bool IsHeard)> Said = new()
    {
        ["the wiping boot, before its announcement"] = (Asked, Wiping("boot-2", Reasons.ResetFailed, "no disk"), true),
        ["the wiping boot, after its announcement"] = (Announced, Wiping("boot-2", Reasons.ResetFailed, "no disk"), true),
        ["the wiping boot once more"] = (Wipes, Wiping("boot-2", Reasons.ResetFailed, "no disk"), true),
        ["another boot that wipes"] = (Wipes, Wiping("boot-3", Reasons.ResetFailed, "no disk"), true),
        ["the installed boot that tries to wipe itself"] = (Wipes, Wiping("boot-1", Reasons.ResetFailed, "not in recovery"), true),
        ["the installed system, which came up instead"] = (Wipes, Triggering("boot-3"), true),
        ["the boot before, after the announcement"] = (Announced, Triggering("boot-1"), false),
        ["the boot before, after the wiping boot spoke"] = (Wipes, Triggering("boot-1"), false),
        ["the boot before, which served"] = (Wipes, Ready(), false),
        ["a phase that cannot follow"] = (Wipes, Ready(bootId: "boot-3"), false),
        ["a boot without a name, where none is known"] = (Nameless(), new HostReport { Installed = true }, false),
        ["the wiping boot, after the evidence was taken"] = (Released(), Wiping("boot-2", Reasons.ResetFailed, "no disk"), false),
        ["any boot, after the evidence was taken"] = (Released(), Triggering("boot-3"), false),
    };

    public static TheoryData<string> Reports => [.. Said.Keys];

    [Theory]
    [MemberData(nameof(Reports))]
    public void Late_news_of_the_boot_before_a_wipe_changes_nothing_but_the_wiping_boot_is_heard(string name)
    {
        (ElementalHost host, HostReport report, bool isHeard) = Said[name];

        Assert.NotEqual(isHeard, HostReportDecisions.Decide(host, report, Now).IsEmpty);
    }

    [Fact]
    public void Why_a_reset_fails_is_on_the_host()
    {
        ElementalHost host = After(Announced, Wiping("boot-2", Reasons.ResetFailed, "the disk /dev/sda is read-only"));

        Condition reset = Conditions.Find(host.Status!.Conditions, ConditionTypes.ResetReady)!;
        Condition ready = Conditions.Find(host.Status.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.False, Reasons.ResetFailed, "the disk /dev/sda is read-only"), (reset.Status, reset.Reason, reset.Message));
        Assert.Equal((ConditionStatus.False, Reasons.ResetFailed), (ready.Status, ready.Reason));
        Assert.Equal(HostPhase.Resetting, host.Status.Phase);
    }

    [Fact]
    public void The_boot_of_the_installed_system_is_known_while_the_host_wipes_itself()
    {
        Assert.Equal(("boot-1", "boot-1"), BootsOf(Asked));
        Assert.Equal(("boot-2", "boot-1"), BootsOf(Wipes));
        Assert.Equal(("boot-3", "boot-3"), BootsOf(After(Wipes, Triggering("boot-3"))));

        static (string Boot, string Installed) BootsOf(ElementalHost host) =>
            (host.Status!.Facts![FactNames.BootId], host.Status.Facts[FactNames.InstalledBootId]);
    }

    [Fact]
    public void A_plugin_cannot_name_the_boot_of_the_installed_system()
    {
        HostReport report = Wiping("boot-2", Reasons.WaitingForReset).Knowing(FactNames.InstalledBootId, "boot-9");

        Assert.Equal("boot-1", After(Asked, report).Status!.Facts![FactNames.InstalledBootId]);
        Assert.False(After(Host(), report).Status!.Facts!.ContainsKey(FactNames.InstalledBootId));
    }

    [Fact]
    public void The_replica_that_heard_the_host_last_has_the_last_word()
    {
        HostReport older = Ready();
        HostReport newer = Ready(bootId: "boot-2");
        ElementalHost host = HostReportDecisions.Decide(Host(), newer, Now, Now.AddSeconds(1)).Observed;

        Assert.True(HostReportDecisions.Decide(host, older, Now, heardAt: Now).IsEmpty);
        Assert.False(HostReportDecisions.Decide(host, older, Now, heardAt: Now.AddSeconds(2)).IsEmpty);
    }

    [Fact]
    public void Hearing_the_same_once_more_is_no_news()
    {
        ElementalHost host = HostReportDecisions.Decide(Host(), Ready(), Now, Now).Observed;

        Assert.True(HostReportDecisions.Decide(host, Ready(), Now, heardAt: Now.AddSeconds(9)).IsEmpty);
    }

    private static ElementalHost After(ElementalHost host, HostReport report) => HostReportDecisions.Decide(host, report, Now).Observed;

    [Fact]
    public void What_the_boot_that_wipes_reports_is_in_its_announcement_already()
    {
        ElementalHost asked = HostReportDecisions.Decide(Host().With((HostLabels.NeedsReset, "true")), Ready(), Now).Observed;
        ElementalHost announced = ResetDecisions.Announced(asked, "boot-2", Now).Deleting();
        ElementalHost deleted = announced with { Metadata = announced.Metadata with { Generation = 2 } };
        HostReport wiping = Wiping("boot-2", Reasons.WaitingForReset, "The host is being wiped.") with { ObservedGeneration = 2 };

        Assert.True(HostReportDecisions.Decide(deleted, wiping, Now.AddMinutes(1)).IsEmpty);
        Assert.False(HostReportDecisions.Decide(deleted, Wiping("boot-2", Reasons.ResetFailed, "a disk is stuck"), Now.AddMinutes(1)).IsEmpty);
    }

    private static ElementalHost Nameless() => ResetDecisions.Announced(Host().With((HostLabels.NeedsReset, "true")), "", Now);

    private static ElementalHost Released() =>
        ResetDecisions.LetGo(ResetDecisions.Proved(Wipes, new ResetEvidence { BootId = "boot-2", WipedPaths = ["/"] }, Now));

    private static HostReport Triggering(string bootId) =>
        Ready(bootId: bootId).Saying(ConditionTypes.ResetReady, ConditionStatus.False, Reasons.WaitingForReset) with { Phase = HostPhase.TriggeringReset };
}
