using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class LeadershipTests : IAsyncLifetime
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(2.4);
    private SmallApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SmallApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_follower_is_ready_with_warm_caches_and_reconciles_nothing_until_it_leads()
    {
        ManualTimeProvider clock = new();
        _server.Put("configmaps", "ns", "a");
        _server.Put("leases", "system", "lock", """{"spec":{"holderIdentity":"other","leaseDurationSeconds":15}}""");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>(), Elect, clock);
        await process.Informers.Get<V1ConfigMap>().Synced.WaitAsync(Patience.Usual);
        // The first look at the lease is over when the wait for the next one begins.
        await UntilWaitingForLeaseAsync(clock);

        Assert.Equal(1, process.Informers.Get<V1ConfigMap>().Store.Count);
        Assert.True(process.Health is { IsReady: true, IsActive: false });
        Assert.Empty(process.Reconciler.Keys);
        Assert.Contains("leader_election_master_status{name=\"lock\"} 0\n", await process.MetricsAsync());

        _server.Put("leases", "system", "lock", """{"spec":{"holderIdentity":""}}""");
        clock.Advance(TimeSpan.FromSeconds(2.4));

        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/a"));
        Assert.True(process.Health.IsActive);
        Assert.Contains("leader_election_master_status{name=\"lock\"} 1\n", await process.MetricsAsync());
    }

    [Fact]
    public async Task A_lost_lease_ends_the_work_and_not_the_process_and_what_was_cut_off_is_done_in_the_next_term()
    {
        ManualTimeProvider clock = new();
        TaskCompletionSource cutOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource doneAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource working = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int attempts = 0;
        _server.Put("configmaps", "ns", "a");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>(), Elect, clock, async (_, token) =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
            {
                using CancellationTokenRegistration cancelled = token.Register(cutOff.SetResult);
                working.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            }

            doneAgain.TrySetResult();
            return Result.Done;
        });
        Task stopping = UntilStopping(process);
        await working.Task.WaitAsync(Patience.Usual);
        bool isAway = true;
        _server.Interceptor = async context =>
        {
            if (!Volatile.Read(ref isAway) || !context.Request.Path.Value!.Contains("/leases"))
                return false;
            await context.Response.RefuseAsync(500, "InternalError", "etcd is away");
            return true;
        };

        await AdvanceUntilAsync(clock, RetryPeriod, cutOff.Task, stopping);
        await process.UntilAsync("controller_runtime_max_concurrent_reconciles{controller=\"tested\"} 0\n");
        await process.UntilAsync("leader_election_master_status{name=\"lock\"} 0\n");
        Assert.True(process.Health is { IsReady: true, IsActive: false });
        Volatile.Write(ref isAway, false);
        await AdvanceUntilAsync(clock, RetryPeriod, doneAgain.Task, stopping);

        Assert.Equal(2, attempts);
        Assert.True(process.Health is { IsReady: true, IsActive: true });
        string metrics = await process.MetricsAsync();
        Assert.Contains("leader_election_master_status{name=\"lock\"} 1\n", metrics);
        Assert.Contains("controller_runtime_max_concurrent_reconciles{controller=\"tested\"} 10\n", metrics);
        Assert.False(stopping.IsCompleted);
    }

    [Fact]
    public async Task Work_that_outlives_its_lease_ends_the_process()
    {
        ManualTimeProvider clock = new();
        TaskCompletionSource deaf = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource working = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Put("configmaps", "ns", "a");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>(), Elect, clock, async (_, _) =>
        {
            working.TrySetResult();
            await deaf.Task;
            return Result.Done;
        });
        Task stopping = UntilStopping(process);
        await working.Task.WaitAsync(Patience.Usual);
        _server.Interceptor = async context =>
        {
            if (!context.Request.Path.Value!.Contains("/leases"))
                return false;
            await context.Response.RefuseAsync(500, "InternalError", "etcd is away");
            return true;
        };

        await AdvanceUntilAsync(clock, TimeSpan.FromSeconds(10), stopping);
        deaf.SetResult();
    }

    [Theory]
    [InlineData("LeaseNamespace must be set for leader election; it is usually the namespace of the pod.")]
    [InlineData("RenewDeadline (00:00:10) must be shorter than LeaseDuration (00:00:05).")]
    [InlineData("RetryPeriod (00:00:20) must be shorter than RenewDeadline (00:00:10).")]
    [InlineData("DefaultWorkers must be at least 1, not 0.")]
    public async Task Options_that_cannot_work_are_refused_before_anything_starts(string sentence)
    {
        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ControllerProcess.StartAsync(
            _server,
            builder => builder.For<V1ConfigMap>(),
            options =>
            {
                options.LeaderElection = true;
                options.LeaseDuration = TimeSpan.FromSeconds(5);
                options.RetryPeriod = TimeSpan.FromSeconds(20);
                options.DefaultWorkers = 0;
            }));

        Assert.Contains(sentence, refusal.Failures);
        Assert.Empty(_server.Requests);
    }

    private static void Elect(ControllerRuntimeOptions options)
    {
        options.LeaderElection = true;
        options.LeaseName = "lock";
        options.LeaseNamespace = "system";
    }

    private static Task UntilStopping(ControllerProcess process)
    {
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task;
    }

    private static async Task AdvanceUntilAsync(ManualTimeProvider clock, TimeSpan step, params Task[] happened)
    {
        using CancellationTokenSource limit = new(Patience.Usual);
        while (!happened.Any(each => each.IsCompleted))
        {
            Task advanced = clock.AdvanceToTimerAsync(step, limit.Token);
            await Task.WhenAny([.. happened, advanced]);
            limit.Token.ThrowIfCancellationRequested();
        }

        Assert.True(happened[0].IsCompleted, "the process stops");
        await happened[0];
    }

    private static async Task UntilWaitingForLeaseAsync(ManualTimeProvider clock) =>
        await clock.UntilTimerWithinAsync(TimeSpan.FromSeconds(2.4)).WaitAsync(Patience.Usual);
}
