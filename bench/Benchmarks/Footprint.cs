using System.Diagnostics;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Benchmarks;

/// <summary>What things weigh and how long they take to arrive: figures that are no mean of repetitions. One JSON object a line.</summary>
internal static class Footprint
{
    private const int Objects = 10_000;
    private const int Handovers = 20_000;
    private const int PauseIterations = 5_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await MeasureCacheAsync(cancellationToken);
        await MeasureHandoverAsync(cancellationToken);
        await MeasureDelayedKeysAsync(cancellationToken);
        return 0;
    }

    private static async Task MeasureCacheAsync(CancellationToken cancellationToken)
    {
        using CannedServer server = new(Objects);
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = "http://canned" }, new KubernetesClientOptions { Handler = server });
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IKubernetesClient>(client).AddControllerRuntime();
        using IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;

        IInformer<ElementalHost> informer = host.Services.GetRequiredService<IInformers>().Get<ElementalHost>();
        await informer.Synced.WaitAsync(cancellationToken);

        double cpuMs = (Environment.CpuUsage.TotalTime - cpuBefore).TotalMilliseconds;
        double bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Print(
            $$"""{"measure":"cache","objects":{{informer.Store.Count}},"json_bytes_per_object":{{SampleHosts.Json(1).Length}},"bytes_per_object":{{bytes / informer.Store.Count:F0}},"total_mib":{{bytes / 1024 / 1024:F1}},"fill_cpu_ms_with_making_the_json":{{cpuMs:F0}}}""");
        await host.StopAsync(cancellationToken);
    }

    private static async Task MeasureHandoverAsync(CancellationToken cancellationToken)
    {
        using WorkQueue<int> queue = new();
        long[] added = new long[Handovers];
        double[] microseconds = new double[Handovers];
        int handedOver = 0;

        // From a thread of its own, as watch events come in; one key at a time, with a pause, so that the worker waits and has to be woken.
        Task adding = Task.Factory.StartNew(() =>
        {
            for (int key = 0; key < Handovers; key++)
            {
                while (Volatile.Read(ref handedOver) < key)
                    Thread.SpinWait(1);
                Thread.SpinWait(PauseIterations);
                added[key] = Stopwatch.GetTimestamp();
                queue.Add(key);
            }
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        for (int taken = 0; taken < Handovers; taken++)
        {
            (_, int key) = await queue.TakeAsync(cancellationToken);
            microseconds[key] = Stopwatch.GetElapsedTime(added[key]).TotalMicroseconds;
            queue.Done(key);
            Volatile.Write(ref handedOver, taken + 1);
        }

        await adding;
        Array.Sort(microseconds);
        Print($$"""{"measure":"add_to_take","keys":{{Handovers}},"p50_us":{{microseconds[Handovers / 2]:F1}},"p99_us":{{microseconds[Handovers * 99 / 100]:F1}}}""");
    }

    private static async Task MeasureDelayedKeysAsync(CancellationToken cancellationToken)
    {
        using WorkQueue<int> queue = new();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int key = 0; key < Objects; key++)
            queue.AddAfter(key, TimeSpan.FromHours(1) + TimeSpan.FromSeconds(key));
        double bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        // Late compilation of the measurements before must not count here.
        await Task.Delay(WarmUp, cancellationToken);
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        await Task.Delay(Observed, cancellationToken);
        double cpuMs = (Environment.CpuUsage.TotalTime - cpuBefore).TotalMilliseconds;
        Print($$"""{"measure":"delayed_keys","keys":{{Objects}},"bytes_per_key":{{bytes / Objects:F0}},"cpu_ms_in_3_s":{{cpuMs:F0}}}""");
    }

    private static void Print(string line) => Console.WriteLine(line);
}
