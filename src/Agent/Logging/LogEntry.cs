using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Logging;

/// <summary>One entry of the log.</summary>
internal sealed record LogEntry
{
    public required DateTimeOffset Time { get; init; }

    public required LogLevel Level { get; init; }

    public int EventId { get; init; }

    public required string Message { get; init; }

    public IReadOnlyList<KeyValuePair<string, object?>> Values { get; init; } = [];

    public Exception? Exception { get; init; }
}
