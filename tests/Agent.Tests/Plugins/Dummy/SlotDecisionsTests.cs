using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

public class SlotDecisionsTests
{
    /// <summary>Slot A, slot B, booted, what could not be booted, what is wanted; outcome, next boot, whether to write. State marks: ? incomplete, ! failed.</summary>
    public static TheoryData<string, string, string, string?, string, string> Situations => new()
    {
        { "v1", "v1", "A", null, "v2", "RebootRequired B write" },
        { "v1", "v1", "B", null, "v2", "RebootRequired A write" },
        { "v1", "v2", "A", null, "v2", "RebootRequired B" },
        { "v1", "v2?", "A", null, "v2", "RebootRequired B write" },
        { "v1", "v2?", "A", null, "v1", "Running A" },
        { "v1", "v2", "B", null, "v2", "Running B" },
        { "v1", "v2", "B", null, "v1", "RebootRequired A" },
        { "v1", "v2", "B", null, "v3", "RebootRequired A write" },
        { "v1", "v2", "A", "v2", "v2", "RolledBack A" },
        { "v1", "v2!", "A", null, "v2", "RolledBack A" },
        { "v1", "v2!", "A", "v2", "v1", "Running A" },
        { "v1", "v2!", "A", "v2", "v3", "RebootRequired B write" },
        { "v1", "v3", "A", "v2", "v3", "RebootRequired B" },
        { "v1", "v3", "A", "v2", "v2", "RolledBack A" },
        { "v1!", "v2!", "A", "v2", "v1", "Running A" },
        { "v1!", "v0", "B", "v1", "v1", "RolledBack B" },
        { "none", "none", "A", null, "v2", "RebootRequired B write" },
        { "none", "v2", "A", null, "v2", "RebootRequired B" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_is_done_for_a_version(string a, string b, string booted, string? failed, string wanted, string expected)
    {
        OsSlots slots = Slots(a, b, Slot.A, new BootMark { Slot = Enum.Parse<Slot>(booted), Failed = failed });

        SlotStep step = SlotDecisions.Next(slots, wanted);

        Assert.Equal(expected, $"{step.Outcome} {step.NextBoot}{(step.Write ? " write" : "")}");
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void The_slot_that_is_booted_is_never_written(string a, string b, string booted, string? failed, string wanted, string expected)
    {
        foreach (Slot active in (Slot[])[Slot.A, Slot.B])
        {
            SlotStep step = SlotDecisions.Next(Slots(a, b, active, new BootMark { Slot = Enum.Parse<Slot>(booted), Failed = failed }), wanted);

            Assert.True(!step.Write || step.NextBoot != Enum.Parse<Slot>(booted), $"{expected} with {active} active");
        }
    }

    [Theory]
    [InlineData("v1", "v2", "A", "v2", "B")]
    [InlineData("v1", "v2", "B", "v1", "A")]
    [InlineData("v1", "v2!", "A", "v2", null)]
    [InlineData("v1", "v3", "A", "v2", null)]
    [InlineData("v1", "v2?", "A", "v2", null)]
    [InlineData("v1", "v2", "A", null, null)]
    public void An_image_that_could_not_be_booted_is_noted_once(string a, string b, string booted, string? failed, string? noted) =>
        Assert.Equal(noted, SlotDecisions.FailedNow(Slots(a, b, Slot.B, new BootMark { Slot = Enum.Parse<Slot>(booted), Failed = failed }))?.ToString());

    [Fact]
    public void In_recovery_the_slot_that_is_not_active_is_the_spare_one() =>
        Assert.Equal(Slot.A, Slots("v1", "v2", Slot.B, new BootMark { Slot = Slot.Recovery }).Spare);

    private static OsSlots Slots(string a, string b, Slot active, BootMark boot)
    {
        Dictionary<Slot, OsImage> images = [];
        foreach ((Slot slot, string text) in ((Slot, string)[])[(Slot.A, a), (Slot.B, b)])
        {
            if (text != "none")
                images[slot] = Image(text);
        }

        return new OsSlots { Images = images, Active = active, Boot = boot };
    }

    private static OsImage Image(string text) => new()
    {
        Id = text.TrimEnd('?', '!'),
        Version = text,
        State = text[^1] switch { '?' => ImageState.Incomplete, '!' => ImageState.Failed, _ => ImageState.Complete },
    };
}
