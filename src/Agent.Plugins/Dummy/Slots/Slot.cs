using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>A place on the disk that holds an image of the OS. Which of A and B is active, and which passive, changes with every update.</summary>
internal enum Slot
{
    [JsonStringEnumMemberName("a")]
    A,

    [JsonStringEnumMemberName("b")]
    B,

    /// <summary>The system that wipes and repairs the host; written by an installation only.</summary>
    [JsonStringEnumMemberName("recovery")]
    Recovery,
}
