using System.Text.Json;

namespace ElementalProvider.Agent.Contract;

/// <summary>
/// Something to be done on the host once. Whatever is repeated, a plugin does it at most once for each id and attempt, and finds it done after
/// that.
/// </summary>
public sealed record OperationRequest
{
    /// <summary>Names the operation for good.</summary>
    public required string Id { get; init; }

    /// <summary>Counts up with each time that somebody asks for another try.</summary>
    public int Attempt { get; init; }

    /// <summary>What kind it is: a word of <see cref="PluginCapability"/>.</summary>
    public required string Type { get; init; }

    /// <summary>sha256 of the canonical JSON of <see cref="Payload"/>, hex: what tells one thing wanted from another.</summary>
    public required string Wanted { get; init; }

    /// <summary>What is wanted, in the words of the plugin: a JSON object. Null where the agent does not know any more, which only Abort bears.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Leaves the payload out, which may hold secrets.</summary>
    public override string ToString() => $"{Type} {Id} attempt {Attempt}";
}
