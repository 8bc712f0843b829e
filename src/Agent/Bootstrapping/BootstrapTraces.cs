using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Bootstrapping;

/// <summary>Finds what cloud-init or Ignition has left of bootstrap data. Asking changes nothing, and what cannot be read is as if not there.</summary>
/// <param name="root">The host.</param>
internal sealed class BootstrapTraces(HostRoot root)
{
    /// <summary>Written by cloud-init when it has come to its end, good or bad.</summary>
    public const string ResultPath = "/run/cloud-init/result.json";

    /// <summary>What cloud-init is doing.</summary>
    public const string StatusPath = "/run/cloud-init/status.json";

    /// <summary>What cloud-init's scripts said.</summary>
    public const string LogPath = "/var/log/cloud-init-output.log";

    /// <summary>Written by Ignition when it has come to its end; a host on which it failed does not come up.</summary>
    public const string IgnitionPath = "/etc/.ignition-result.json";

    private const int TailLines = 12;
    private const int TailBytes = 4096;

    /// <summary>When cloud-init came to its end in this boot; null where it has not.</summary>
    public DateTime? EndedAt() => File.GetLastWriteTimeUtc(root.Resolve(ResultPath)) is var at && at.Year > 1601 ? at : null;

    /// <summary>Whether cloud-init has come to an end and says that it failed.</summary>
    public bool HasFailed() => EndedAt() is not null && ErrorsOf(Read(ResultPath)).Count > 0;

    /// <summary>Reads everything.</summary>
    public BootstrapTrace Read()
    {
        JsonElement? result = Read(ResultPath);
        JsonElement? status = Read(StatusPath);
        if (result is not null || status is not null)
        {
            List<string> errors = ErrorsOf(result);
            return new BootstrapTrace
            {
                Tool = "cloud-init",
                HasEnded = result is not null,
                Stage = Text(V1(status), "stage"),
                Errors = errors.Count > 0 ? errors : ErrorsOfStages(status),
                Tail = ReadTail(),
                Log = LogPath,
            };
        }

        return Read(IgnitionPath) is null ? BootstrapTrace.None : new BootstrapTrace { Tool = "Ignition", HasEnded = true };
    }

    private JsonElement? Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(root.Resolve(path));
            using JsonDocument document = JsonDocument.Parse(file);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private List<string> ReadTail()
    {
        try
        {
            using FileStream file = File.OpenRead(root.Resolve(LogPath));
            file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
            using StreamReader reader = new(file, Encoding.UTF8);
            return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(TailLines)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static JsonElement? V1(JsonElement? document) => Member(document, "v1");

    private static List<string> ErrorsOf(JsonElement? result) => Texts(Member(V1(result), "errors"));

    private static List<string> ErrorsOfStages(JsonElement? status) => V1(status) is { ValueKind: JsonValueKind.Object } stages
        ? [.. stages.EnumerateObject().SelectMany(stage => Texts(Member(stage.Value, "errors")))]
        : [];

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<string> Texts(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items
        ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];
}
