using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Runs the manager on loopback and starts it again at once when it dies. Disposing stops it.</summary>
internal sealed partial class ManagerChild : IAsyncDisposable
{
    private const int MostDeathsBeforeReady = 3;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(100);

    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string _logPath;
    private readonly Uri _readiness;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Task _supervision;
    private ChildProcess? _running;
    private bool _wasReady;

    private ManagerChild(string program, string kubeconfig, StateFolder state, TimeProvider clock, ILogger logger)
    {
        int[] ports = FreePort.Take(4);
        (_program, _clock, _logger) = (program, clock, logger);
        _logPath = Path.Join(state.Logs, "manager.log");
        _readiness = new Uri($"http://127.0.0.1:{ports[1]}/readyz");
        _arguments =
        [
            "--kubeconfig", kubeconfig,
            "--agent-bind-address", $"127.0.0.1:{ports[0]}",
            "--agent-url", $"https://127.0.0.1:{ports[0]}",
            "--health-bind-address", $"127.0.0.1:{ports[1]}",
            "--metrics-bind-address", $"127.0.0.1:{ports[2]}",
            "--tls-dir", state.ManagerTls,
            "--webhook-bind-address", $"127.0.0.1:{ports[3]}",
            "--webhook-cert-dir", state.WebhookCertificate,
        ];
        Webhooks = new Uri($"https://127.0.0.1:{ports[3]}");
        Metrics = new Uri($"http://127.0.0.1:{ports[2]}/metrics");
        _supervision = Task.Run(SuperviseAsync);
    }

    /// <summary>Where the manager serves its webhooks.</summary>
    public Uri Webhooks { get; }

    /// <summary>Where the manager shows its metrics.</summary>
    public Uri Metrics { get; }

    /// <summary>How often the manager was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Starts the manager and waits until it is ready.</summary>
    /// <exception cref="DevClusterException">It dies, or is not ready in time; the message says where its log is.</exception>
    public static async Task<ManagerChild> StartAsync(
        string program, string kubeconfig, StateFolder state, TimeProvider clock, ILogger logger, TimeSpan patience, CancellationToken cancellationToken)
    {
        ManagerChild manager = new(program, kubeconfig, state, clock, logger);
        try
        {
            await manager.WaitUntilReadyAsync(patience, cancellationToken);
            return manager;
        }
        catch
        {
            await manager.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the manager as a crash would; it is started again.</summary>
    public void Kill()
    {
        lock (_lock)
            _running?.Kill();
    }

    /// <summary>Waits until the manager that runs now, or the next one, is ready, as long as it logs what it has not logged before.</summary>
    /// <exception cref="DevClusterException">It is not ready and says nothing new, or does not start at all.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        using CancellationTokenSource deadline = new(patience, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Novelty novelty = new();
        try
        {
            while (!await IsReadyAsync(http, either.Token))
            {
                if (File.Exists(_logPath) && novelty.IsAnyNew(File.ReadAllLines(_logPath)))
                    deadline.CancelAfter(patience);
                if (_supervision.IsCompleted)
                    await _supervision;
                await Task.Delay(BetweenProbes, _clock, either.Token);
            }

            _wasReady = true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new DevClusterException($"The manager is not ready and has said nothing new for {patience.TotalSeconds:F0} s; its log is {_logPath}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(_readiness, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    private async Task SuperviseAsync()
    {
        int deaths = 0;
        while (!_stopping.IsCancellationRequested)
        {
            await using ChildProcess process = ChildProcess.Start(_program, _arguments, _logPath);
            Starts++;
            lock (_lock)
                _running = process;
            try
            {
                int exitCode = await process.Exited.WaitAsync(_stopping.Token);
                Log.Died(_logger, exitCode);
            }
            catch (OperationCanceledException)
            {
                await process.StopAsync(StopPatience, _clock);
            }
            finally
            {
                lock (_lock)
                    _running = null;
            }

            if (!_wasReady && ++deaths == MostDeathsBeforeReady)
                throw new DevClusterException($"The manager ended {deaths} times without ever being ready; its log is {_logPath}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Information, "The manager ended with {ExitCode}, starting it again")]
        public static partial void Died(ILogger logger, int exitCode);
    }
}
