using System.Diagnostics;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>
/// Writes what one host reports, as it was last reported: while a write is on its way, newer reports replace older ones. Works only while there
/// is something to write; an idle host costs neither a task nor a timer. It outlives its stream until the last report is written, so that a
/// host may report and reboot at once.
/// </summary>
/// <param name="key">The host.</param>
/// <param name="hosts">Where to write.</param>
/// <param name="decisions">What a report means for its host.</param>
/// <param name="options">How long progress may settle.</param>
/// <param name="door">Says when it is the turn of a write.</param>
/// <param name="metrics">Told of every write.</param>
/// <param name="events">Told of what a person will look for later.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of what goes wrong.</param>
internal sealed partial class HostReportWriter(
    ObjectKey key, IResourceClient<ElementalHost> hosts, GatewayDecisions decisions, AgentGatewayOptions options, WorkDoor door,
    GatewayMetrics metrics, IEventRecorder events, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ConflictWait = TimeSpan.FromSeconds(1);
    private static readonly Backoff WriteRetries = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    private readonly Lock _lock = new();
    private Task _turn = Task.CompletedTask;
    private ElementalHost? _host;
    private HostReport? _report;
    private DateTimeOffset _heardAt;
    private ActivityContext _cause;
    private bool _isDirty;
    private bool _isRunning;
    private bool _isStopped;
    private bool _claims;
    private string? _noted;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Knows which replica this is; null where hosts are not told apart by that.</summary>
    public IReplicas? Replicas { get; init; }

    /// <summary>Knows who takes turns to speak for the host; null where nobody looks.</summary>
    public Clones? Clones { get; init; }

    /// <summary>Whether a replica is this one, or was when it last wrote.</summary>
    /// <param name="replica">Name of its lease.</param>
    public bool IsThis(string replica)
    {
        if (Replicas is null || Replicas.Mine == replica)
            return true;

        lock (_lock)
            return _noted == replica;
    }

    /// <summary>Completes when there is nothing left to write.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Takes over the newest report.</summary>
    /// <param name="report">What the host says now.</param>
    /// <param name="cause">Where the step that led to it stands in its trace.</param>
    public void Offer(HostReport report, ActivityContext cause = default)
    {
        lock (_lock)
        {
            _report = report;
            // After all that was written before, whatever the clock of the replica says that wrote it.
            _heardAt = clock.GetUtcNow() is var now && HostFacts.ReportedAt(_host) is { } known && known >= now ? known.AddTicks(1) : now;
            if (cause != default)
                _cause = cause;
            Wake_NeedsLock();
        }
    }

    /// <summary>Takes over a newer state of the host; what was reported may have to be written again on top of it.</summary>
    /// <param name="host">The host as the API has it.</param>
    public void Observe(ElementalHost host)
    {
        lock (_lock)
        {
            // Deleted and registered again under its name: the report is not about that one.
            if (_host is not null && _host.Metadata.Uid != host.Metadata.Uid)
            {
                Stop_NeedsLock();
                return;
            }

            // The informer is still on its way to what was written here.
            if (_host is not null && ResourceVersions.IsNewer(_host.Metadata, host.Metadata))
                return;

            if (host.Status?.ConnectedTo != _host?.Status?.ConnectedTo)
                _claims = false;
            _host = host;
            Wake_NeedsLock();
        }
    }

    /// <summary>Has it written that the host is connected to this replica, even if nothing else is to be written.</summary>
    public void ClaimPresence()
    {
        lock (_lock)
        {
            _claims = true;
            Wake_NeedsLock();
        }
    }

    /// <summary>
    /// Writes something else to the host, never at the same time as a report, and from the newest state that is known here: the two would
    /// otherwise have each other refused.
    /// </summary>
    /// <param name="host">The host as the caller knows it.</param>
    /// <param name="write">What to write, on top of the newest state.</param>
    public Task InTurnAsync(ElementalHost host, Func<ElementalHost, Task> write) => TakeTurnAsync(async () =>
    {
        await write(Newest(host));
        return true;
    });

    private (ElementalHost Host, HostReport Report, DateTimeOffset HeardAt, ActivityContext Cause)? Newest()
    {
        lock (_lock)
            return _isStopped ? null : (_host!, _report!, _heardAt, _cause);
    }

    private async Task<T> TakeTurnAsync<T>(Func<Task<T>> write)
    {
        TaskCompletionSource mine = NewSignal();
        Task before;
        lock (_lock)
            (before, _turn) = (_turn, mine.Task);
        await before;
        try
        {
            return await write();
        }
        finally
        {
            mine.SetResult();
        }
    }

    private ElementalHost Newest(ElementalHost host)
    {
        lock (_lock)
            return _host is not null && ResourceVersions.IsNewer(_host.Metadata, host.Metadata) ? _host : host;
    }

    /// <summary>Drops what is not written: another stream speaks for the host now, or there is no host any more.</summary>
    public void Stop()
    {
        lock (_lock)
            Stop_NeedsLock();
    }

    private void Stop_NeedsLock()
    {
        _isStopped = true;
        _changed.TrySetResult();
    }

    private void Wake_NeedsLock()
    {
        if (_isStopped || _report is null || _host is null)
            return;

        _isDirty = true;
        _changed.TrySetResult();
        if (_isRunning)
            return;

        _isRunning = true;
        Completion = RunAsync();
    }

    private async Task RunAsync()
    {
        // Not here, under the lock of whoever told of the change.
        await Task.Yield();
        int failures = 0;
        DateTimeOffset? settledAt = null;
        while (Take() is var (host, report, heardAt, cause, changed))
        {
            HostReportPlan plan = Present(decisions.ForReport(host, report, clock.GetUtcNow(), heardAt));
            if (plan.IsEmpty)
            {
                settledAt = null;
                HasFollowed(cause);
                continue;
            }

            settledAt ??= clock.GetUtcNow() + options.SettleTime;
            if (!plan.IsUrgent && settledAt - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            {
                await WaitAsync(changed, left);
                Again();
                continue;
            }

            DateTimeOffset? due = settledAt;
            settledAt = null;
            try
            {
                // What is written may let the next change follow, but only where it changed anything: a server that keeps none of it is not asked again.
                bool? hasChanged = await WriteInTurnAsync(host, report, plan, cause);
                if (hasChanged is null)
                    settledAt = due;
                if (hasChanged is not false)
                    Again();
                failures = 0;
            }
            catch (ApiException exception) when (exception.IsConflict)
            {
                await RefreshAsync(host, changed);
            }
            catch (ApiException exception) when (exception.IsNotFound)
            {
                Stop();
            }
            catch (Exception exception) when (ApiFailures.IsTransient(exception))
            {
                TimeSpan retry = WriteRetries.After(++failures);
                Log.Retrying(logger, key.Namespace, key.Name, retry, exception.Message);
                await Task.Delay(retry, clock);
                Again();
            }
            catch (Exception exception)
            {
                // Repeating it would not help: the next report or the next change of the host is the next attempt.
                Log.Failed(logger, key.Namespace, key.Name, exception);
            }
        }
    }

    private HostReportPlan Present(HostReportPlan plan)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (Replicas?.Mine is { } mine)
        {
            lock (_lock)
            {
                _noted = mine;
                plan = HostPresence.Noted(plan, mine, _claims, now);
            }
        }

        if (Clones is null)
            return plan;

        HostReportPlan told = HostPresence.Told(plan, Clones.Find(key), now);
        if (plan.Observed.IsCloned() && !told.Observed.IsCloned())
            Clones.Forget(key);
        return told;
    }

    private (ElementalHost Host, HostReport Report, DateTimeOffset HeardAt, ActivityContext Cause, TaskCompletionSource Changed)? Take()
    {
        lock (_lock)
        {
            if (_isStopped || !_isDirty)
            {
                _isRunning = false;
                return null;
            }

            _isDirty = false;
            if (_changed.Task.IsCompleted)
                _changed = NewSignal();
            return (_host!, _report!, _heardAt, _cause, _changed);
        }
    }

    // First its turn among all hosts, then that among what is written to this one; calls of hosts take them in the same order.
    private async Task<bool?> WriteInTurnAsync(ElementalHost host, HostReport report, HostReportPlan plan, ActivityContext cause)
    {
        ValueTask<WorkDoor.Pass> turn = door.EnterAsync(Errand.Report, CancellationToken.None);
        bool hasWaited = !turn.IsCompleted;
        using WorkDoor.Pass pass = await turn;
        if (!hasWaited)
            return await WriteAsync(host, plan, cause);

        // Much may have been said and written while others were served: all of it is written now, and not one after the other.
        if (Newest() is not var (newestHost, newestReport, heardAt, newestCause))
            return false;
        if (newestHost == host && newestReport == report)
            return await WriteAsync(host, plan, cause);

        HostReportPlan newest = Present(decisions.ForReport(newestHost, newestReport, clock.GetUtcNow(), heardAt));
        return newest.IsEmpty ? null : await WriteAsync(newestHost, newest, newestCause);
    }

    // What was written before it is the turn of a report may have changed what is to be written: then nothing is, and it is decided again.
    private Task<bool?> WriteAsync(ElementalHost host, HostReportPlan plan, ActivityContext cause) =>
        TakeTurnAsync<bool?>(async () => IsNewest(host) ? await WriteNowAsync(host, plan, cause) : null);

    private async Task<bool> WriteNowAsync(ElementalHost host, HostReportPlan plan, ActivityContext cause)
    {
        using Activity? trace = HostTraces.BeginWrite(key, cause);
        ElementalHost current = host;
        if (plan.MetadataChanges)
            current = Written(current, await hosts.PatchAsync(current, plan.Marked, FieldManagers.Gateway));
        if (plan.StatusChanges)
        {
            current = Written(current, await hosts.PatchStatusAsync(current, plan.Observed, FieldManagers.Gateway));
            metrics.PhaseEnded(PhaseTimes.Between(host.Status, plan.Observed.Status));
            HostNews.Tell(events, current, host.Status);
        }

        HasFollowed(cause);
        return current.Metadata.ResourceVersion != host.Metadata.ResourceVersion;
    }

    // What is written later has other causes than this step.
    private void HasFollowed(ActivityContext cause)
    {
        lock (_lock)
        {
            if (_cause == cause)
                _cause = default;
        }
    }

    private ElementalHost Written(ElementalHost before, ElementalHost after)
    {
        metrics.ReportWritten();
        lock (_lock)
        {
            if (_host!.Metadata.ResourceVersion == before.Metadata.ResourceVersion)
                _host = after;
        }

        return after;
    }

    // Somebody else wrote first. Their write is usually on its way to the informer already; a read of our own is the exception.
    private async Task RefreshAsync(ElementalHost stale, TaskCompletionSource changed)
    {
        if (IsNewest(stale))
            await WaitAsync(changed, ConflictWait);
        if (IsNewest(stale) && await ReadAsync() is { } current)
            Observe(current);
        Again();
    }

    private async Task<ElementalHost?> ReadAsync()
    {
        try
        {
            return await hosts.FindAsync(key.Namespace, key.Name);
        }
        catch (Exception exception) when (ApiFailures.IsApiFailure(exception))
        {
            Log.Retrying(logger, key.Namespace, key.Name, ConflictWait, exception.Message);
            return null;
        }
    }

    private bool IsNewest(ElementalHost host)
    {
        lock (_lock)
            return _host!.Metadata.ResourceVersion == host.Metadata.ResourceVersion;
    }

    private void Again()
    {
        lock (_lock)
            _isDirty = true;
    }

    // The end of the time is one more reason to look again.
    private async Task WaitAsync(TaskCompletionSource changed, TimeSpan atMost)
    {
        await using ITimer late = clock.CreateTimer(_ => changed.TrySetResult(), null, atMost, Timeout.InfiniteTimeSpan);
        await changed.Task;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "The report of host {namespace}/{name} is written again in {retry}: {reason}")]
        public static partial void Retrying(ILogger logger, string @namespace, string name, TimeSpan retry, string reason);

        [LoggerMessage(3002, LogLevel.Error, "The report of host {namespace}/{name} could not be written")]
        public static partial void Failed(ILogger logger, string @namespace, string name, Exception exception);
    }
}
