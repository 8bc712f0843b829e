using ElementalProvider.DevCluster.Machines.Firmware;

namespace ElementalProvider.DevCluster.Tests.Machines.Firmware;

public class BootLoaderDecisionsTests
{
    /// <summary>Active slot, its image, the other image (good, bad, incomplete, failed, none), the one-shot fault; what is booted.</summary>
    public static TheoryData<string?, string, string, bool, string> Situations => new()
    {
        { null, "none", "none", false, "Unslotted { }" },
        { null, "none", "none", true, "Unslotted { }" },
        { "a", "good", "good", false, "Active { Slot = a }" },
        { "b", "good", "none", false, "Active { Slot = b }" },
        { "b", "failed", "good", false, "Active { Slot = b }" },
        { "b", "bad", "good", false, "Passive { Slot = a, Failed = bad }" },
        { "a", "incomplete", "good", false, "Passive { Slot = b, Failed = incomplete }" },
        { "a", "none", "good", false, "Passive { Slot = b, Failed =  }" },
        { "a", "good", "good", true, "Passive { Slot = b, Failed = good }" },
        { "a", "good", "failed", true, "Passive { Slot = b, Failed = good }" },
        { "a", "good", "incomplete", true, "Nothing { }" },
        { "a", "bad", "bad", false, "Nothing { }" },
        { "a", "none", "none", false, "Nothing { }" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_is_booted(string? active, string activeImage, string passiveImage, bool fails, string expected) =>
        Assert.Equal(expected, BootLoaderDecisions.Choose(Seen(active, activeImage, passiveImage, fails)).ToString());

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_reset_goes_before_everything(string? active, string activeImage, string passiveImage, bool fails, string otherwise)
    {
        BootTarget target = BootLoaderDecisions.Choose(Seen(active, activeImage, passiveImage, fails) with { RecoveryAsked = true });

        Assert.True(target is BootTarget.Recovery, $"{target} instead of {otherwise}");
    }

    [Fact]
    public void The_os_is_told_what_was_booted_and_what_could_not_be()
    {
        Assert.Equal(new BootMarkFile { Slot = "recovery" }, BootLoaderDecisions.Mark(new BootTarget.Recovery()));
        Assert.Equal(new BootMarkFile { Slot = "b" }, BootLoaderDecisions.Mark(new BootTarget.Active("b")));
        Assert.Equal(new BootMarkFile { Slot = "a", Failed = "v2" }, BootLoaderDecisions.Mark(new BootTarget.Passive("a", "v2")));
        Assert.Null(BootLoaderDecisions.Mark(new BootTarget.Unslotted()));
    }

    private static BootSeen Seen(string? active, string activeImage, string passiveImage, bool fails) =>
        new() { Active = active, ActiveImage = Image(activeImage), PassiveImage = Image(passiveImage), ActiveFails = fails };

    private static SlotFile? Image(string kind) => kind == "none"
        ? null
        : new SlotFile { Id = kind, Version = kind, State = kind is "incomplete" or "failed" ? kind : "complete", BootFails = kind == "bad" };
}
