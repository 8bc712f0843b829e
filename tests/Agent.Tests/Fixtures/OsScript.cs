using System.Text.Json;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>What a test has an OS do before, or instead of, what the dummy does. It may change while the agent runs.</summary>
internal sealed class OsScript
{
    /// <summary>Called with the wanted version; null as its answer leaves the rest to the dummy.</summary>
    public Func<string, CancellationToken, Task<OsVersionOutcome?>> OsVersion { get; set; } = (_, _) => Task.FromResult<OsVersionOutcome?>(null);

    public Func<CancellationToken, Task> Bootstrap { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Reset { get; set; } = _ => Task.CompletedTask;

    /// <summary>The "version" of a free-form version.</summary>
    public static string VersionOf(JsonElement management) => management.GetProperty("version").GetString()!;
}
