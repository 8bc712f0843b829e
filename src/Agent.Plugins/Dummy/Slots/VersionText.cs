using System.Text;
using System.Text.Json;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>A free-form OS version in a few characters, for people.</summary>
internal static class VersionText
{
    private const int MaxLength = 64;

    /// <summary>What <c>osVersion</c> says where it is one word, else the tag of an <c>imageUri</c> or all of it, else the whole JSON.</summary>
    /// <param name="osVersionManagement">A JSON object.</param>
    public static string Of(JsonElement osVersionManagement) => Shorten(Named(osVersionManagement) ?? Compact(osVersionManagement));

    /// <summary>The same for an install section, which need not name a version.</summary>
    /// <param name="install">A JSON object.</param>
    public static string OfInstallation(JsonElement install) => Shorten(Named(install) ?? "installed");

    /// <summary>The slots by their roles, such as <c>active=v2 passive=v1 recovery=v1</c>.</summary>
    /// <param name="slots">The slots.</param>
    public static string OfSlots(OsSlots slots)
    {
        List<string> roles = [];
        if (slots.Active is { } active)
            roles.AddRange([$"active={OfSlot(slots, active)}", $"passive={OfSlot(slots, OsSlots.Other(active))}"]);
        if (slots.Images.ContainsKey(Slot.Recovery))
            roles.Add($"recovery={OfSlot(slots, Slot.Recovery)}");
        return string.Join(' ', roles);
    }

    /// <summary>Where the image of an OS version comes from; null where the version does not say.</summary>
    /// <param name="osVersionManagement">A JSON object.</param>
    public static string? ImageOf(JsonElement osVersionManagement) => Text(osVersionManagement, "imageUri") ?? Nested(osVersionManagement);

    private static string OfSlot(OsSlots slots, Slot slot) => slots.Images.GetValueOrDefault(slot) switch
    {
        null => "none",
        { State: ImageState.Incomplete } image => image.Version + "(incomplete)",
        { State: ImageState.Failed } image => image.Version + "(failed)",
        { } image => image.Version,
    };

    private static string? Named(JsonElement value) => Text(value, "osVersion") ?? Tag(ImageOf(value));

    private static string? Nested(JsonElement value) =>
        value.TryGetProperty("osVersion", out JsonElement version) && version.ValueKind == JsonValueKind.Object ? Text(version, "imageUri") : null;

    private static string? Text(JsonElement value, string name) =>
        !value.TryGetProperty(name, out JsonElement member) ? null
        : member.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(member.GetString()) ? member.GetString()!.Trim()
        : member.ValueKind == JsonValueKind.Number ? member.GetRawText()
        : null;

    // The colon of a registry's port is no tag, and a digest says nothing without the name before it.
    private static string? Tag(string? imageUri)
    {
        string last = imageUri?[(imageUri.LastIndexOf('/') + 1)..] ?? "";
        int colon = last.Contains('@') ? -1 : last.LastIndexOf(':');
        return colon >= 0 && colon + 1 < last.Length ? last[(colon + 1)..] : imageUri;
    }

    private static string Compact(JsonElement value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            value.WriteTo(writer);

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text : text[..(MaxLength - 1)] + "…";
}
