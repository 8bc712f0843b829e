using System.Net;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class ControllerTests : IAsyncLifetime
{
    private SmallApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SmallApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Objects_that_are_there_that_come_and_that_go_are_all_reconciled()
    {
        _server.Put("configmaps", "ns", "there");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>());
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/there"));

        _server.Put("configmaps", "ns", "comes");
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/comes"));
        _server.Delete("configmaps", "ns", "there");
        await process.Reconciler.UntilAsync(keys => keys.Count(key => key == "ns/there") == 2);
    }

    [Fact]
    public async Task A_change_of_an_owned_object_reconciles_its_controlling_owner()
    {
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>().Owns<V1Secret>());
        _server.Put("secrets", "ns", "owned", Owned("v1", "ConfigMap", "owner", controller: true));
        _server.Put("secrets", "ns", "of-another-kind", Owned("apps/v1", "ConfigMap", "not-ours", controller: true));
        _server.Put("secrets", "ns", "not-controlled", Owned("v1", "ConfigMap", "just-a-friend", controller: false));
        _server.Put("secrets", "ns", "last", Owned("v1", "ConfigMap", "last", controller: true));

        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/last"));

        Assert.Equal(["ns/last", "ns/owner"], process.Reconciler.Keys.Distinct().Order());
    }

    [Fact]
    public async Task A_watched_object_that_moves_on_concerns_whom_it_left_and_whom_it_joined()
    {
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder
            .For<V1ConfigMap>()
            .Watches<V1Node>(node => node.Spec?.ProviderID is { } owner ? [new ObjectKey("ns", owner)] : [])
            .Watches<V1Secret>((before, after) => before is null && after is not null ? [new ObjectKey("new", after.Metadata.Name!)] : []));
        _server.Put("nodes", "", "n", """{"spec":{"providerID":"left"}}""");
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/left"));

        _server.Put("nodes", "", "n", """{"spec":{"providerID":"joined"}}""");
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/joined") && keys.Count(key => key == "ns/left") == 2);
        _server.Put("secrets", "ns", "s");
        await process.Reconciler.UntilAsync(keys => keys.Contains("new/s"));
    }

    [Fact]
    public async Task G3_with_a_watch_filter_only_objects_with_its_label_are_reconciled()
    {
        await using ControllerProcess process = await ControllerProcess.StartAsync(
            _server,
            builder => builder.For<V1ConfigMap>().WithWorkers(1).Watches<V1Secret>(secret => [ObjectKey.Of(secret)]),
            options => options.WatchFilter = "blue");
        _server.Put("configmaps", "ns", "none");
        _server.Put("configmaps", "ns", "green", """{"metadata":{"labels":{"cluster.x-k8s.io/watch-filter":"green"}}}""");
        _server.Put("configmaps", "ns", "blue", """{"metadata":{"labels":{"cluster.x-k8s.io/watch-filter":"blue"}}}""");
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/blue"));
        _server.Put("secrets", "ns", "green");
        _server.Put("secrets", "ns", "blue");

        await process.Reconciler.UntilAsync(keys => keys.Count(key => key == "ns/blue") == 2);

        Assert.Equal(["ns/blue"], process.Reconciler.Keys.Distinct());
    }

    [Fact]
    public async Task G3_a_process_can_be_limited_to_one_namespace()
    {
        _server.Put("configmaps", "theirs", "a");
        _server.Put("configmaps", "ours", "b");
        await using ControllerProcess process = await ControllerProcess.StartAsync(
            _server, builder => builder.For<V1ConfigMap>(), options => options.Namespace = "ours");

        await process.Reconciler.UntilAsync(keys => keys.Count > 0);

        Assert.Equal(["ours/b"], process.Reconciler.Keys);
        Assert.All(_server.Requests, request => Assert.StartsWith("/api/v1/namespaces/ours/configmaps", request.Target));
    }

    [Fact]
    public async Task A_wish_to_look_again_is_granted_at_its_time()
    {
        ManualTimeProvider clock = new();
        _server.Put("configmaps", "ns", "a");
        await using ControllerProcess process = await ControllerProcess.StartAsync(
            _server, builder => builder.For<V1ConfigMap>(), timeProvider: clock, work: (_, _) => Task.FromResult(Result.After(TimeSpan.FromMinutes(1))));
        await process.Reconciler.UntilAsync(keys => keys.Count == 1);

        await clock.UntilTimerAsync(TimeSpan.FromMinutes(1)).WaitAsync(Patience.Usual);
        clock.Advance(TimeSpan.FromMinutes(1));

        await process.Reconciler.UntilAsync(keys => keys.Count == 2);
    }

    [Fact]
    public async Task What_failed_is_tried_again_and_counted_as_an_error_but_a_conflict_is_not()
    {
        int calls = 0;
        _server.Put("configmaps", "ns", "a");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>(), work: (_, _) => ++calls switch
        {
            1 => throw new InvalidOperationException("broken"),
            2 => throw new ApiException(new V1Status { Code = 409, Reason = "Conflict" }),
            _ => Task.FromResult(Result.Done),
        });

        await process.Reconciler.UntilAsync(keys => keys.Count == 3);
        await process.UntilIdleAsync();

        string metrics = await process.MetricsAsync();
        Assert.Contains("controller_runtime_reconcile_total{controller=\"tested\",result=\"error\"} 1\n", metrics);
        Assert.Contains("controller_runtime_reconcile_total{controller=\"tested\",result=\"requeue\"} 1\n", metrics);
        Assert.Contains("controller_runtime_reconcile_total{controller=\"tested\",result=\"success\"} 1\n", metrics);
        Assert.Contains("controller_runtime_reconcile_errors_total{controller=\"tested\"} 1\n", metrics);
        Assert.Contains("controller_runtime_active_workers{controller=\"tested\"} 0\n", metrics);
        Assert.Contains("workqueue_retries_total{controller=\"tested\",name=\"tested\"} 2\n", metrics);
        Assert.Contains("workqueue_depth{controller=\"tested\",name=\"tested\"} 0\n", metrics);
    }

    [Fact]
    public async Task One_slow_key_does_not_hold_up_the_others()
    {
        TaskCompletionSource<Result> slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ControllerProcess process = await ControllerProcess.StartAsync(
            _server,
            builder => builder.For<V1ConfigMap>().WithWorkers(2),
            work: (key, _) => key.Name == "slow" ? slow.Task : Task.FromResult(Result.Done));
        _server.Put("configmaps", "ns", "slow");
        for (int number = 0; number < 5; number++)
            _server.Put("configmaps", "ns", $"quick{number}");

        await process.Reconciler.UntilAsync(keys => keys.Count == 5);
        slow.SetResult(Result.Done);
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/slow"));
    }

    [Fact]
    public async Task Nothing_is_reconciled_and_nothing_is_ready_before_all_caches_are_filled()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Put("configmaps", "ns", "a");
        _server.Interceptor = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/secrets", StringComparison.Ordinal))
            {
                asked.TrySetResult();
                await go.Task;
            }

            return false;
        };
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>().Owns<V1Secret>());
        await asked.Task.WaitAsync(Patience.Usual);
        await process.Informers.Get<V1ConfigMap>().Synced.WaitAsync(Patience.Usual);

        Assert.False(process.Health.IsReady);
        Assert.Equal(["The cache of secrets is not filled yet.", "The controllers have not started yet."], process.Health.WaitingFor);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await process.GetAsync("/readyz")).StatusCode);
        Assert.Empty(process.Reconciler.Keys);

        go.SetResult();
        await process.Reconciler.UntilAsync(keys => keys.Count == 1);
        Assert.True(process.Health is { IsReady: true, IsActive: true });
        Assert.Equal(HttpStatusCode.OK, (await process.GetAsync("/readyz")).StatusCode);
    }

    [Fact]
    public async Task Stopping_waits_for_the_reconcile_that_runs_and_tells_it_to_end()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool ended = false;
        _server.Put("configmaps", "ns", "a");
        ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>(), work: async (_, cancellationToken) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
            return Result.Done;
        });
        await started.Task.WaitAsync(Patience.Usual);

        await process.DisposeAsync();

        Assert.True(ended);
    }

    [Fact]
    public async Task An_informer_that_is_asked_for_late_is_started_at_once_and_shared()
    {
        _server.Put("secrets", "ns", "s");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>());
        IInformer<V1Secret> late = process.Informers.Get<V1Secret>(new InformerOptions { Namespace = "ns" });

        await late.Synced.WaitAsync(Patience.Usual);

        Assert.Equal(1, late.Store.Count);
        Assert.Same(late, process.Informers.Get<V1Secret>(new InformerOptions { Namespace = "ns" }));
        Assert.NotSame(late, process.Informers.Get<V1Secret>());
    }

    [Fact]
    public void A_controller_that_makes_no_sense_is_refused()
    {
        ControllerBuilder builder = new("c");

        Assert.Equal("Controller c: call For before Owns.", Assert.Throws<InvalidOperationException>(() => builder.Owns<V1Secret>()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.WithWorkers(0));
        Assert.Equal(
            "Controller c is for ConfigMap already; a controller is for one kind.",
            Assert.Throws<InvalidOperationException>(() => builder.For<V1ConfigMap>().For<V1Secret>()).Message);
    }

    private static string Owned(string apiVersion, string kind, string name, bool controller) =>
        """{"metadata":{"ownerReferences":[{"apiVersion":"API","kind":"KIND","name":"NAME","uid":"u","controller":FLAG}]}}"""
            .Replace("API", apiVersion).Replace("KIND", kind).Replace("NAME", name).Replace("FLAG", controller ? "true" : "false");
}
