using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Grpc.Core;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>
/// One host that speaks the real protocol and does nothing else: installation, update, bootstrap and wipe succeed at once. Its calls are made
/// one after the other.
/// </summary>
internal sealed class SimulatedAgent : IAsyncDisposable
{
    /// <summary>Pauses before it talks to the server again: those of a real agent, at a pace that ends a run sooner.</summary>
    private static readonly RetryPolicy Retries = new() { First = TimeSpan.FromMilliseconds(500), Cap = TimeSpan.FromSeconds(30) };

    private readonly AgentIdentity _identity;
    private readonly GatewayCalls _calls;
    private readonly FleetCounters _counters;
    private readonly IMachineRoom _room;
    private readonly TimeProvider _clock;
    private AgentState _state = new() { BootId = Guid.NewGuid().ToString() };
    private AgentStream? _stream;

    public SimulatedAgent(AgentIdentity identity, GatewayCalls calls, FleetCounters counters, IMachineRoom room, TimeProvider clock)
    {
        _identity = identity;
        _calls = calls;
        _counters = counters;
        _room = room;
        _clock = clock;
        Inbox = new DirectiveInbox(clock);
    }

    public string Name => _identity.Name;

    /// <summary>Where directives are waited for.</summary>
    public DirectiveInbox Inbox { get; }

    /// <summary>Whether a directive made the host bootstrap, or <see cref="Bootstrapped"/> said so.</summary>
    public bool IsBootstrapped => _state.Bootstrapped;

    /// <summary>Makes the host say from its next report on that it was bootstrapped long ago.</summary>
    public void Bootstrapped() => _state = _state with { Bootstrapped = true };

    /// <summary>Makes every update of the host come to nothing: it boots its old image again and says so.</summary>
    public void RollsBack() => _state = _state with { RollsBack = true };

    /// <summary>Reads the registration and registers, again and again until it succeeds.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await RetryAsync(_calls.GetRegistrationAsync, cancellationToken);
        await RetryAsync(_calls.RegisterHostAsync, cancellationToken);
    }

    /// <summary>Opens the stream and keeps it open, across losses, until <see cref="CutAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the wait for the first directive, not the stream.</param>
    /// <returns>The time from the first attempt to the first directive.</returns>
    /// <exception cref="RpcException">NOT_FOUND: the host is gone.</exception>
    public async Task<TimeSpan> ConnectAsync(CancellationToken cancellationToken)
    {
        long started = _clock.GetTimestamp();
        _stream = new AgentStream(this);
        return _clock.GetElapsedTime(started, await _stream.FirstDirective.WaitAsync(cancellationToken));
    }

    /// <summary>Ends the stream and its connection at once, the way a lost network does.</summary>
    public async Task CutAsync()
    {
        if (_stream is null)
            return;

        await _stream.DisposeAsync();
        _stream = null;
        _calls.Disconnect();
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _calls.Dispose();
        _identity.Dispose();
    }

    private async Task RetryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        FullJitterBackoff retries = Retries.Connecting();
        while (true)
        {
            try
            {
                await call(cancellationToken);
                return;
            }
            catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
            {
                _counters.Failed(exception.StatusCode);
                await Task.Delay(GatewayFailures.PauseAfter(exception, retries), _clock, cancellationToken);
            }
            catch (RpcException)
            {
                // The end of a run is no failure of it.
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <summary>Does what one directive asks for and reports it.</summary>
    /// <returns>Whether the conversation goes on; a host that must wipe itself reboots out of it.</returns>
    private async Task<bool> ActAsync(HostDirective directive, IClientStreamWriter<HostReport> reports, CancellationToken cancellationToken)
    {
        AgentStep step = AgentDecisions.Next(_state, directive);
        _state = _state with { ObservedGeneration = directive.Generation };
        switch (step)
        {
            case AgentStep.Install:
                _state = _state with { Installed = true, Phase = HostPhase.Running };
                break;
            case AgentStep.ApplyOsVersion:
                _state = _state.RollsBack
                    ? _state with { RolledBackHash = directive.OsVersion.Hash }
                    : _state with { OsVersionHash = directive.OsVersion.Hash, RolledBackHash = "" };
                break;
            case AgentStep.Bootstrap:
                await BootstrapAsync(reports, cancellationToken);
                break;
            case AgentStep.Reset:
                _state = _state with { Phase = HostPhase.TriggeringReset };
                break;
            case AgentStep.Acknowledge:
                break;
        }

        await reports.WriteAsync(_state.ToReport(), cancellationToken);
        return step != AgentStep.Reset;
    }

    private async Task BootstrapAsync(IClientStreamWriter<HostReport> reports, CancellationToken cancellationToken)
    {
        await RetryAsync(_calls.GetBootstrapAsync, cancellationToken);
        _state = _state with { Phase = HostPhase.Bootstrapping };
        await reports.WriteAsync(_state.ToReport(), cancellationToken);
        await _room.JoinAsync(Name, cancellationToken);
        _state = _state with { Phase = HostPhase.Running, Bootstrapped = true };
    }

    // After the reboot: "about to wipe", then "done", and the host's object goes.
    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        _state = new AgentState { BootId = Guid.NewGuid().ToString() };
        await RetryAsync(stop => _calls.DeleteHostAsync(wipedInBoot: null, stop), cancellationToken);
        await RetryAsync(stop => _calls.DeleteHostAsync(_state.BootId, stop), cancellationToken);
    }

    /// <summary>The standing conversation: one stream after the other until it is disposed, or the host is wiped.</summary>
    private sealed class AgentStream : IAsyncDisposable
    {
        private readonly SimulatedAgent _agent;
        private readonly CancellationTokenSource _stopping = new();
        private readonly TaskCompletionSource<long> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _running;

        public AgentStream(SimulatedAgent agent)
        {
            _agent = agent;
            _running = RunAsync(_stopping.Token);
        }

        /// <summary>Timestamp of the first directive.</summary>
        public Task<long> FirstDirective => _first.Task;

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _running;
            _stopping.Dispose();
        }

        private async Task RunAsync(CancellationToken cancellationToken)
        {
            FullJitterBackoff reconnects = Retries.Connecting();
            try
            {
                while (true)
                {
                    RpcException? failure = null;
                    try
                    {
                        if (await ConverseAsync(reconnects.Reset, cancellationToken))
                        {
                            await _agent.ResetAsync(cancellationToken);
                            return;
                        }

                        _agent._counters.StreamLost();
                    }
                    catch (RpcException exception) when (!cancellationToken.IsCancellationRequested && exception.StatusCode != StatusCode.NotFound)
                    {
                        failure = exception;
                        _agent._counters.Failed(exception.StatusCode);
                    }

                    TimeSpan pause = failure is null ? reconnects.Next() : GatewayFailures.PauseAfter(failure, reconnects);
                    await Task.Delay(pause, _agent._clock, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException || cancellationToken.IsCancellationRequested)
            {
                _first.TrySetCanceled(cancellationToken);
            }
            catch (RpcException exception)
            {
                // The host is gone: whoever waits for it must know, and there is nothing to come back to.
                _first.TrySetException(exception);
            }
        }

        /// <summary>One stream, from its first report to its end.</summary>
        /// <returns>Whether the host must wipe itself now; otherwise the stream was lost.</returns>
        private async Task<bool> ConverseAsync(Action onFirst, CancellationToken cancellationToken)
        {
            using AsyncDuplexStreamingCall<HostReport, HostDirective> call = _agent._calls.Connect(cancellationToken);
            await call.RequestStream.WriteAsync(_agent._state.ToReport(), cancellationToken);
            await foreach (HostDirective directive in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                onFirst();
                _first.TrySetResult(_agent._clock.GetTimestamp());
                _agent.Inbox.Deliver(directive);
                if (directive.ReconnectAfter is { } pause)
                {
                    await Task.Delay(pause.ToTimeSpan() * (1 + Random.Shared.NextDouble()), _agent._clock, cancellationToken);
                    return false;
                }

                if (!await _agent.ActAsync(directive, call.RequestStream, cancellationToken))
                {
                    // The last words count only once the other side has hung up too; a call that is thrown away may take them with it.
                    await call.RequestStream.CompleteAsync();
                    while (await call.ResponseStream.MoveNext(cancellationToken))
                        continue;
                    return true;
                }
            }

            return false;
        }
    }
}
