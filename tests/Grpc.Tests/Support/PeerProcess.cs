using System.Diagnostics;
using System.Text.Json;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>A program under node that reports one JSON document a line.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public PeerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public async Task<JsonElement> NextReportAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience.PeerLimit) is { } line
            ? JsonDocument.Parse(line).RootElement
            : throw new InvalidOperationException($"The peer ended without a report: {await _errors}");

    public async Task<int> ExitCodeAsync()
    {
        await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience.PeerLimit);
        await _process.WaitForExitAsync().WaitAsync(Patience.PeerLimit);
        return _process.ExitCode;
    }

    public Task<string> ErrorsAsync() => _errors;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
