using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

public class SlotDecisionsTests
{
    /// <summary>Slot A, slot B, booted, what could not be booted, what is wanted; what is found, and which slot it is written to where it is. State marks: ? incomplete, ! failed.</summary>
    public static TheoryData<string, string, string, string?, string, string> Situations => new()
    {
        { "v1", "v1", "A", null, "v2", "Missing B" },
        { "v1", "v1", "B", null, "v2", "Missing A" },
        { "v1", "v2", "A", null, "v2", "Staged B" },
        { "v1", "v2?", "A", null, "v2", "Missing B" },
        { "v1", "v2?", "A", null, "v1", "Running" },
        { "v1", "v2", "B", null, "v2", "Running" },
        { "v1", "v2", "B", null, "v1", "Staged A" },
        { "v1", "v2", "B", null, "v3", "Missing A" },
        { "v1", "v2", "A", "v2", "v2", "RolledBack" },
        { "v1", "v2!", "A", null, "v2", "RolledBack" },
        { "v1", "v2!", "A", "v2", "v1", "Running" },
        { "v1", "v2!", "A", "v2", "v3", "Missing B" },
        { "v1", "v3", "A", "v2", "v3", "Staged B" },
        { "v1", "v3", "A", "v2", "v2", "RolledBack" },
        { "v1!", "v2!", "A", "v2", "v1", "Running" },
        { "v1!", "v0", "B", "v1", "v1", "RolledBack" },
        { "none", "none", "A", null, "v2", "Missing B" },
        { "none", "v2", "A", null, "v2", "Staged B" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_is_found_of_a_version(string a, string b, string booted, string? failed, string wanted, string expected)
    {
        OsSlots slots = Slots(a, b, Slot.A, new BootMark { Slot = Enum.Parse<Slot>(booted), Failed = failed });

        SlotFinding found = SlotDecisions.Find(slots, wanted);

        Assert.Equal(expected, found is SlotFinding.Missing or SlotFinding.Staged ? $"{found} {slots.Spare}" : $"{found}");
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void The_slot_that_is_booted_is_never_written_and_is_what_boots_once_nothing_else_is_wanted(
        string a, string b, string booted, string? failed, string wanted, string expected)
    {
        foreach (Slot active in (Slot[])[Slot.A, Slot.B])
        {
            OsSlots slots = Slots(a, b, active, new BootMark { Slot = Enum.Parse<Slot>(booted), Failed = failed });

            Assert.True(slots.Spare != Enum.Parse<Slot>(booted), $"{wanted}: {expected} with {active} active");
            Assert.Equal(slots.Images.ContainsKey(Enum.Parse<Slot>(booted)) ? Enum.Parse<Slot>(booted) : null, SlotDecisions.Settle(slots));
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
