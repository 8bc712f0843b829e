using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>What the dummy OS knows of itself.</summary>
internal static class DummyFacts
{
    /// <summary>The facts that rest on the slots.</summary>
    /// <param name="slots">What is true.</param>
    /// <param name="bootId">This boot of the host.</param>
    public static OsFacts Of(OsSlots slots, string bootId) => new()
    {
        BootId = bootId,
        BootState = slots.BootState,
        Version = slots.Booted?.Version,
        Image = slots.Booted?.OsVersionManagement is { } asked ? VersionText.ImageOf(asked) : null,
        Slots = [.. slots.Images.OrderBy(slot => slot.Key).Select(slot =>
            new OsSlot(JsonNamingPolicy.CamelCase.ConvertName(slot.Key.ToString()), slot.Value.Version, slot.Value.State == ImageState.Complete))],
        RollbackVersion = slots.Fallback?.Version,
        Reported = Reported(slots),
    };

    private static Dictionary<string, string> Reported(OsSlots slots)
    {
        Dictionary<string, string> facts = new() { ["os-plugin"] = "dummy" };
        if (slots.BootState != BootState.Unknown)
            facts["slots"] = VersionText.OfSlots(slots);

        return facts;
    }
}
