using System.Text.Json;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>What a test has an OS do before, or instead of, what the dummy does. It may change while the agent runs.</summary>
internal sealed class OsScript
{
    /// <summary>Called when an OS version is looked at; null as its answer leaves the rest to the dummy.</summary>
    public Func<string, CancellationToken, Task<PreflightVerdict?>> Look { get; set; } = (_, _) => Task.FromResult<PreflightVerdict?>(null);

    /// <summary>Called before an OS version is prepared.</summary>
    public Func<OperationRequest, PluginCall, Task> Prepare { get; set; } = (_, _) => Task.CompletedTask;

    public Func<CancellationToken, Task> Bootstrap { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Reset { get; set; } = _ => Task.CompletedTask;

    /// <summary>The operations that were given up.</summary>
    public IList<string> Aborted { get; } = [];

    /// <summary>The "version" of a free-form version.</summary>
    public static string VersionOf(JsonElement management) => management.GetProperty("version").GetString()!;
}
