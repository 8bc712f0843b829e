using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Reads the events of a watch.</summary>
public sealed class WatchReader(HttpResponseMessage answer, Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StreamReader _lines = new(stream);

    public async Task<WatchEvent> NextAsync()
    {
        string line = await _lines.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("the watch has ended");
        JsonNode json = JsonNode.Parse(line)!;
        return new WatchEvent(json["type"]!.GetValue<string>(), json["object"]!);
    }

    /// <summary>The next events as "TYPE name".</summary>
    public async Task<IReadOnlyList<string>> NextAsync(int count)
    {
        var events = new List<string>();
        while (events.Count < count)
            events.Add((await NextAsync()).ToString());
        return events;
    }

    /// <summary>Waits for the server to end the watch, and counts what came before that.</summary>
    public async Task<int> CountUntilEndAsync()
    {
        int count = 0;
        while (await _lines.ReadLineAsync().WaitAsync(Patience) is not null)
            count++;
        return count;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
