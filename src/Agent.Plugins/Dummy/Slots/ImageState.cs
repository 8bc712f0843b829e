using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>How far an image is.</summary>
internal enum ImageState
{
    /// <summary>It is being written, or that was cut off: it cannot be booted.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>It can be booted, as far as anybody knows.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>It was tried and the boot loader fell back to the other one.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
