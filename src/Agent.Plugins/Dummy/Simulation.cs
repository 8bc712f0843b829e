using System.Text.Json;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>What the dummy OS is asked to do badly, from the free-form section <c>simulate</c>.</summary>
internal sealed record Simulation
{
    private const double MaxSeconds = 24 * 60 * 60;

    /// <summary>How long the step takes.</summary>
    public TimeSpan ApplyTime { get; init; }

    /// <summary>The words to fail with; null does not fail.</summary>
    public string? FailWith { get; init; }

    /// <summary>Whether a failure is one that may pass by itself.</summary>
    public bool CanRetry { get; init; } = true;

    /// <summary>How many times to fail before it works; null fails for ever.</summary>
    public int? FailTimes { get; init; }

    /// <summary>Whether the image never boots.</summary>
    public bool BootFails { get; init; }

    /// <summary>Reads the section of an OS version.</summary>
    /// <param name="osVersionManagement">A JSON object.</param>
    /// <exception cref="PluginException">A field is none of those it could be.</exception>
    public static Simulation OfOsVersion(JsonElement osVersionManagement) =>
        Read(osVersionManagement, "osVersionManagement.simulate", ["applySeconds", "failWith", "canRetry", "failTimes", "bootFails"]);

    /// <summary>Reads the section of a reset, which is always tried again and boots nothing.</summary>
    /// <param name="reset">A JSON object.</param>
    /// <exception cref="PluginException">A field is none of those it could be.</exception>
    public static Simulation OfReset(JsonElement reset) => Read(reset, "reset.simulate", ["applySeconds", "failWith", "failTimes"]);

    private static Simulation Read(JsonElement parent, string path, string[] known)
    {
        if (!parent.TryGetProperty("simulate", out JsonElement section) || section.ValueKind == JsonValueKind.Null)
            return new Simulation();
        if (section.ValueKind != JsonValueKind.Object)
            throw Refuse($"{path} must be an object");
        if (section.EnumerateObject().Select(property => property.Name).Except(known).FirstOrDefault() is { } stranger)
            throw Refuse($"{path}.{stranger} is not known; the known fields are {string.Join(", ", known)}");

        Simulation simulation = new()
        {
            ApplyTime = TimeSpan.FromSeconds(Field(section, path, "applySeconds", $"a number from 0 to {MaxSeconds}", Seconds) ?? 0),
            FailWith = Field<string>(section, path, "failWith", "a text that is not empty", Words),
            CanRetry = Field(section, path, "canRetry", "true or false", Flag) ?? true,
            FailTimes = Field(section, path, "failTimes", "a whole number that is not negative", Count),
            BootFails = Field(section, path, "bootFails", "true or false", Flag) ?? false,
        };
        return simulation is { FailWith: null, FailTimes: not null } or { FailWith: null, CanRetry: false }
            ? throw Refuse($"{path}.failWith must say the words to fail with where failTimes or canRetry is set")
            : simulation;
    }

    private static T? Field<T>(JsonElement section, string path, string name, string what, Func<JsonElement, T?> read)
        where T : class =>
        IsSet(section, name, out JsonElement value) ? read(value) ?? throw Refuse($"{path}.{name} must be {what}") : null;

    private static T? Field<T>(JsonElement section, string path, string name, string what, Func<JsonElement, T?> read)
        where T : struct =>
        IsSet(section, name, out JsonElement value) ? read(value) ?? throw Refuse($"{path}.{name} must be {what}") : null;

    private static bool IsSet(JsonElement section, string name, out JsonElement value) =>
        section.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static double? Seconds(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) && seconds is >= 0 and <= MaxSeconds ? seconds : null;

    private static int? Count(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count >= 0 ? count : null;

    private static bool? Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static string? Words(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString() : null;

    private static PluginException Refuse(string problem) => new(problem + ".") { CanRetry = false };
}
