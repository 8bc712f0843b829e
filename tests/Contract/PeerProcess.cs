using System.Diagnostics;
using System.Text.Json;

namespace ElementalProvider.Contract;

/// <summary>A program under node that reports one JSON document a line.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    /// <summary>Programs start slower than calls return.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public PeerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public async Task<JsonElement> NextReportAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line
            ? JsonDocument.Parse(line).RootElement
            : throw new InvalidOperationException($"The peer ended without a report: {await _errors}");

    public async Task<int> ExitCodeAsync()
    {
        await _process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    public Task<string> ErrorsAsync() => _errors;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
