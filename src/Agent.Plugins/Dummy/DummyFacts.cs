using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>What the dummy OS reports of itself.</summary>
internal static class DummyFacts
{
    /// <summary>Facts by name. <c>os-version</c> is what runs, never what was asked for.</summary>
    /// <param name="slots">What is true.</param>
    public static IReadOnlyDictionary<string, string> Of(OsSlots slots)
    {
        Dictionary<string, string> facts = new() { ["os-plugin"] = "dummy" };
        if (slots.Boot is { Slot: var booted } && slots.Images.GetValueOrDefault(booted) is { } image)
            facts["os-version"] = image.Version;
        if (slots.BootState != BootState.Unknown)
        {
            facts["boot-state"] = Name(slots.BootState);
            facts["slots"] = VersionText.OfSlots(slots);
        }

        return facts;
    }

    private static string Name(BootState state) => state switch
    {
        BootState.Active => "active",
        BootState.Passive => "passive",
        BootState.Recovery => "recovery",
        _ => "unknown",
    };
}
