using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Running;

/// <summary>A watch that is read in the background until the server ends it.</summary>
internal sealed class KitWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly HttpResponseMessage _answer;
    private readonly Lock _gate = new();
    private readonly List<JsonNode> _events = [];
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;
    private int _taken;

    public KitWatch(HttpResponseMessage answer)
    {
        _answer = answer;
        Opening = new KitAnswer((int)answer.StatusCode, KitClient.Headers(answer), string.Empty);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Status and headers.</summary>
    public KitAnswer Opening { get; }

    /// <summary>Events that were not taken yet, without those of the types to skip.</summary>
    public IReadOnlyList<JsonNode> Waiting(IReadOnlyCollection<string> skipped)
    {
        lock (_gate)
            return [.. _events.Skip(_taken).Where(item => !skipped.Contains((string?)item["type"] ?? string.Empty))];
    }

    /// <summary>Counts everything up to an event as taken; up to the last one that came where there is none.</summary>
    public void TakeUpTo(JsonNode? last)
    {
        lock (_gate)
            _taken = last is null ? _events.Count : _events.IndexOf(last) + 1;
    }

    /// <summary>Waits until enough events came, or the server ended the watch.</summary>
    /// <returns>Whether that was so in time.</returns>
    public async Task<bool> WaitAsync(Func<bool> isEnough, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_hasEnded)
                    return true;
                news = _news.Task;
            }

            if (isEnough())
                return true;
            try
            {
                await news.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _answer.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _answer.Content.ReadAsStreamAsync(_closing.Token));
            while (await reader.ReadLineAsync(_closing.Token) is { } line)
            {
                if (line.Length > 0)
                    Tell(JsonNode.Parse(line));
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or HttpRequestException)
        {
            Debug.WriteLine($"a watch is over: {problem.Message}");
        }

        Tell(null);
    }

    private void Tell(JsonNode? item)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            if (item is null)
                _hasEnded = true;
            else
                _events.Add(item);
            news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        news.SetResult();
    }
}
