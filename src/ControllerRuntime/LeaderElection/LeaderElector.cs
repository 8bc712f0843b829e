using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.LeaderElection;

/// <summary>
/// Takes a Lease and keeps it. A lease counts as free when its record did not change for the whole lease duration as seen from here, so that
/// clocks of different machines never matter.
/// </summary>
internal sealed partial class LeaderElector(
    IResourceClient<V1Lease> leases, ControllerRuntimeOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly string _namespace = options.LeaseNamespace ?? throw new ArgumentException("Leader election needs a namespace for its lease.", nameof(options));
    private V1Lease? _observed;
    private long _observedAt;
    private long _renewedAt;

    /// <summary>
    /// Waits for leadership and leads, term after term, and gives the lease back at the end. A term that was lost is over before the next one
    /// begins: its work has ended, so that no write of it can follow one of the next.
    /// </summary>
    /// <param name="lead">The work of the leader; its token ends with the term.</param>
    /// <param name="overstayed">
    /// Called when the work of a lost term goes on although somebody else may lead by now: only the end of the process can end it.
    /// </param>
    /// <param name="cancellationToken">Ends the wait or the leadership.</param>
    public async Task RunAsync(Func<CancellationToken, Task> lead, Action overstayed, CancellationToken cancellationToken)
    {
        do
            await CampaignAsync(cancellationToken);
        while (await LeadAsync(lead, overstayed, cancellationToken));
    }

    private async Task CampaignAsync(CancellationToken cancellationToken)
    {
        while (!await TryHoldWithinAsync(options.RenewDeadline, cancellationToken))
            await Task.Delay(options.RetryPeriod * (1 + (Random.Shared.NextDouble() * 0.2)), timeProvider, cancellationToken);
    }

    /// <summary>Leads for one term.</summary>
    /// <returns>Whether the term was lost; otherwise it was given back.</returns>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, Action overstayed, CancellationToken cancellationToken)
    {
        Log.Leads(logger, options.Identity, _namespace, options.LeaseName);
        using CancellationTokenSource leadership = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource workEnded = new();
        Task work = EndingAsync(lead(leadership.Token), workEnded);
        bool isLost = await RenewAsync(cancellationToken, workEnded.Token);
        await leadership.CancelAsync();
        if (!isLost)
        {
            await work;
            await ReleaseAsync();
            return false;
        }

        Log.Lost(logger, options.Identity, _namespace, options.LeaseName, options.RenewDeadline);
        TimeSpan left = options.LeaseDuration - timeProvider.GetElapsedTime(_renewedAt);
        TimeSpan limit = left > options.RetryPeriod ? left : options.RetryPeriod;
        try
        {
            await work.WaitAsync(limit, timeProvider, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            Log.Overstayed(logger, options.Identity, limit);
            overstayed();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop meanwhile.
        }

        await work;
        return true;
    }

    private static async Task EndingAsync(Task work, CancellationTokenSource ended)
    {
        try
        {
            await work;
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    /// <summary>Renews until told to stop, or until it failed for the whole deadline.</summary>
    /// <returns>Whether it failed.</returns>
    private async Task<bool> RenewAsync(CancellationToken cancellationToken, CancellationToken workEnded)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, workEnded);
        while (true)
        {
            try
            {
                await Task.Delay(options.RetryPeriod, timeProvider, stop.Token);
                TimeSpan left = options.RenewDeadline - timeProvider.GetElapsedTime(_renewedAt);
                if (left <= TimeSpan.Zero)
                    return true;
                if (!await TryHoldWithinAsync(left, stop.Token)
                    && (IsHeldByAnother() || timeProvider.GetElapsedTime(_renewedAt) >= options.RenewDeadline))
                    return true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private bool IsHeldByAnother() => _observed?.Spec?.HolderIdentity is { Length: > 0 } holder && holder != options.Identity;

    /// <summary>The same, given up after a while: the server may hold a request for longer than anybody waits for it.</summary>
    private async Task<bool> TryHoldWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limit, timeProvider);
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            // From before the request: others count from when they see what it wrote.
            long startedAt = timeProvider.GetTimestamp();
            if (!await TryHoldAsync(attempt.Token))
                return false;

            _renewedAt = startedAt;
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.AttemptFailed(logger, _namespace, options.LeaseName, $"the API server did not answer within {limit.TotalSeconds:0.#} s");
            return false;
        }
    }

    /// <summary>Takes the lease if it is free, or renews it if it is ours.</summary>
    /// <returns>Whether we hold it now.</returns>
    private async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            V1Lease? current = await leases.FindAsync(_namespace, options.LeaseName, cancellationToken);
            DateTime now = timeProvider.GetUtcNow().UtcDateTime;
            if (current is null)
            {
                V1LeaseSpec first = Held(before: null, now);
                Observe(await leases.CreateAsync(
                    new V1Lease { Metadata = new V1ObjectMeta { NamespaceProperty = _namespace, Name = options.LeaseName }, Spec = first }, null, cancellationToken));
                return true;
            }

            if (_observed is null || current.Metadata.ResourceVersion != _observed.Metadata.ResourceVersion)
                Observe(current);
            if (IsHeldByAnother() && timeProvider.GetElapsedTime(_observedAt) < DurationOf(current))
                return false;

            Observe(await leases.UpdateAsync(current with { Spec = Held(current.Spec, now) }, null, cancellationToken));
            return true;
        }
        catch (ApiException exception) when (exception.IsConflict || exception.IsAlreadyExists)
        {
            // Another candidate was faster; the next look shows who.
            return false;
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException)
        {
            Log.AttemptFailed(logger, _namespace, options.LeaseName, exception.Message);
            return false;
        }
    }

    private void Observe(V1Lease lease)
    {
        _observed = lease;
        _observedAt = timeProvider.GetTimestamp();
    }

    private TimeSpan DurationOf(V1Lease lease) =>
        lease.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;

    private V1LeaseSpec Held(V1LeaseSpec? before, DateTime now)
    {
        bool ours = before?.HolderIdentity == options.Identity;
        return new V1LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(options.LeaseDuration.TotalSeconds),
            AcquireTime = ours ? before!.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (before?.LeaseTransitions ?? 0) + (ours || before is null ? 0 : 1),
        };
    }

    /// <summary>Lets the next leader begin at once instead of after the lease duration.</summary>
    private async Task ReleaseAsync()
    {
        if (_observed is not { } ours)
            return;

        using CancellationTokenSource limit = new(options.RetryPeriod, timeProvider);
        V1LeaseSpec free = (ours.Spec ?? new V1LeaseSpec()) with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = timeProvider.GetUtcNow().UtcDateTime };
        try
        {
            await leases.UpdateAsync(ours with { Spec = free }, null, limit.Token);
            Log.Released(logger, options.Identity, _namespace, options.LeaseName);
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException or OperationCanceledException)
        {
            // It runs out by itself.
            Log.AttemptFailed(logger, _namespace, options.LeaseName, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Information, "{Identity} leads (lease {Namespace}/{Lease})")]
        public static partial void Leads(ILogger logger, string identity, string @namespace, string lease);

        [LoggerMessage(1302, LogLevel.Warning, "{Identity} lost the lease {Namespace}/{Lease}: it is another's, or could not be renewed for {Deadline}; it stops reconciling and tries to lead again")]
        public static partial void Lost(ILogger logger, string identity, string @namespace, string lease, TimeSpan deadline);

        [LoggerMessage(1305, LogLevel.Critical, "{Identity} still reconciles {Limit} after it lost the lease: the process ends, because another may lead by now")]
        public static partial void Overstayed(ILogger logger, string identity, TimeSpan limit);

        [LoggerMessage(1303, LogLevel.Information, "{Identity} released the lease {Namespace}/{Lease}")]
        public static partial void Released(ILogger logger, string identity, string @namespace, string lease);

        [LoggerMessage(1304, LogLevel.Warning, "The lease {Namespace}/{Lease} could not be read or written: {Cause}")]
        public static partial void AttemptFailed(ILogger logger, string @namespace, string lease, string cause);
    }
}
