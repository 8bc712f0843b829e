using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;
using Grpc.Core;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>
/// One stream between an agent and a replica. Each side learns of the other's end only while the line holds: where the network or the host is cut
/// off, the replica goes on believing in it until its pings are not answered.
/// </summary>
internal sealed class HostStreamLine
{
    public static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(80);

    private readonly PhysicalHost _computer;
    private readonly Signal _up = new();
    private readonly Signal _down = new();
    private readonly Queue<HostReport> _reports = new();
    private readonly Queue<HostDirective> _directives = new();
    private readonly CancellationTokenSource _serverEnds = new();
    private GatewayReplica? _replica;
    private RpcException? _failure;
    private bool _isOver;
    private bool _isComplete;
    private bool _isCut;
    private bool _hasForgotten;
    private HostDirective? _sent;
    private ITimer? _ping;

    public HostStreamLine(Process agent, PhysicalHost computer)
    {
        _computer = computer;
        Agent = new AgentSide(agent, this);
        computer.Lines.Add(this);
    }

    public AgentSide Agent { get; }

    public PhysicalHost Computer => _computer;

    /// <summary>Since when both sides have talked over it; null while they do not.</summary>
    public DateTimeOffset? OpenSince { get; private set; }

    public void Connect(GatewayReplica replica, Metadata headers)
    {
        if (!replica.Process.IsAlive)
            throw GatewayReplica.Unreachable();

        _replica = replica;
        OpenSince = _computer.World.Scheduler.Now;
        replica.Lines.Add(this);
        _ = ServeAsync(replica, headers);
    }

    /// <summary>The stream ends for the agent.</summary>
    public void Fail(RpcException failure)
    {
        (_failure, _isOver, OpenSince) = (_failure ?? failure, true, null);
        _down.Set();
    }

    /// <summary>The connection is cut, and only the agent notices, if it lives.</summary>
    public void Cut()
    {
        if (_isCut)
            return;

        _isCut = true;
        Fail(new RpcException(new Status(StatusCode.Unavailable, "the connection was cut")));
        if (_replica is { Process.IsAlive: true } replica)
            _ping = replica.Process.Clock.CreateTimer(_ => ServerHangsUp(), null, PingPatience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The replica gives the stream up.</summary>
    public void ServerHangsUp()
    {
        _ping?.Dispose();
        if (_replica is { Process.IsAlive: true } replica)
            replica.Process.Run(_serverEnds.Cancel);
        if (!_isCut)
            Fail(GatewayReplica.Unreachable());
    }

    public void ServerDied()
    {
        if (!_isCut)
            Fail(GatewayReplica.Unreachable());
    }

    public void AgentHangsUp()
    {
        _isOver = true;
        _computer.Lines.Remove(this);
        if (!_isCut && _replica is { Process.IsAlive: true } replica)
            replica.Process.Run(_serverEnds.Cancel);
    }

    private async Task ServeAsync(GatewayReplica replica, Metadata headers)
    {
        try
        {
            await replica.ServeAsync(
                async (service, context) =>
                {
                    ServerSide server = new(this);
                    await service.Connect(server, server, context);
                    return true;
                },
                headers,
                _serverEnds.Token);
            End(null);
        }
        catch (RpcException exception)
        {
            End(exception);
        }

        void End(RpcException? failure)
        {
            replica.Lines.Remove(this);
            _ping?.Dispose();
            if (_isCut)
                return;

            (_failure, _isOver) = (_failure ?? failure, true);
            _down.Set();
        }
    }

    /// <summary>The agent's end.</summary>
    internal sealed class AgentSide(Process agent, HostStreamLine line) : IClientStreamWriter<HostReport>, IAsyncStreamReader<HostDirective>
    {
        public WriteOptions? WriteOptions { get; set; }

        public HostDirective Current { get; private set; } = new();

        public Task WriteAsync(HostReport message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(HostReport message, CancellationToken cancellationToken) => UseAsync(
            () =>
            {
                if (line._isOver)
                    throw new InvalidOperationException("the stream is over");

                line._computer.Told(message);
                line._reports.Enqueue(message);
                line._up.Set();
            },
            cancellationToken);

        public Task CompleteAsync() => UseAsync(
            () =>
            {
                line._isComplete = true;
                line._up.Set();
            },
            CancellationToken.None);

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            while (line is { _isOver: false, _directives.Count: 0 })
            {
                try
                {
                    await line._down.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    throw new RpcException(new Status(StatusCode.Cancelled, "the call was given up"));
                }
            }

            try
            {
                await UseAsync(() => { }, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw new RpcException(new Status(StatusCode.Cancelled, "the call was given up"));
            }

            if (!line._isCut && line._directives.TryDequeue(out HostDirective? directive))
            {
                Current = line._computer.Hear(directive);
                return true;
            }

            return line._failure is { } failure ? throw failure : false;
        }

        // What is lost on a stream is lost with the stream.
        private async Task UseAsync(Action use, CancellationToken cancellationToken)
        {
            try
            {
                await agent.CallAsync(Port.Gateway, use, cancellationToken);
            }
            catch (RpcException)
            {
                line.Cut();
                throw;
            }
        }
    }

    /// <summary>The replica's end.</summary>
    private sealed class ServerSide(HostStreamLine line) : IAsyncStreamReader<HostReport>, IServerStreamWriter<HostDirective>
    {
        public WriteOptions? WriteOptions { get; set; }

        public HostReport Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            while (line is { _isComplete: false, _reports.Count: 0 })
                await line._up.WaitAsync(cancellationToken);

            if (!line._reports.TryDequeue(out HostReport? report))
                return false;

            Current = report;
            return true;
        }

        public Task WriteAsync(HostDirective message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(HostDirective message, CancellationToken cancellationToken)
        {
            HostDirective sent = message.Clone();
            if (!line._computer.World.Rules.FarewellsLast)
                line.ForgetFarewell(sent);
            if (!line._isCut)
                line._directives.Enqueue(sent);
            line._down.Set();
            return Task.CompletedTask;
        }
    }

    // Only the newest directive waits to be sent. Where it did not say farewell again, one that comes before the farewell is heard would undo it.
    private void ForgetFarewell(HostDirective sent)
    {
        if (sent.ReconnectAfter is not null && _sent is { ReconnectAfter: not null } before && !IsSame(before, sent))
        {
            _directives.Clear();
            _hasForgotten = true;
        }

        if (_hasForgotten)
            sent.ReconnectAfter = null;
        _sent = sent;
    }

    private static bool IsSame(HostDirective before, HostDirective after) =>
        new HostDirective(before) { ReconnectAfter = null }.Equals(new HostDirective(after) { ReconnectAfter = null });

    /// <summary>"Look again", for the one who waits.</summary>
    private sealed class Signal
    {
        private TaskCompletionSource? _waiting;

        public void Set() => _waiting?.TrySetResult();

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = waiting;
            using CancellationTokenRegistration givingUp = cancellationToken.UnsafeRegister(_ => waiting.TrySetCanceled(cancellationToken), null);
            await waiting.Task;
        }
    }
}
