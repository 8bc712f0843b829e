using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ElementalProvider.Benchmarks;

Command footprint = new("footprint", "Memory of caches and queues, and latency of the work queue; one JSON object a line.");
footprint.SetAction((_, cancellationToken) => Footprint.RunAsync(cancellationToken));

Option<string> filter = new("--filter") { Description = "Benchmarks to run, such as *Watch*.", DefaultValueFactory = _ => "*" };
Option<DirectoryInfo> output = new("--output") { Description = "Folder of the reports.", DefaultValueFactory = _ => new DirectoryInfo("bench/results") };
Command run = new("run", "Repeated measurements with BenchmarkDotNet: watch decoding and queue throughput.") { filter, output };
run.SetAction(parsed =>
{
    // In process: BenchmarkDotNet's own builds do not know central package management.
    ManualConfig config = DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .WithArtifactsPath(parsed.GetRequiredValue(output).FullName);
    BenchmarkSwitcher.FromAssembly(typeof(WatchDecoding).Assembly).Run(["--filter", parsed.GetRequiredValue(filter)], config);
});

Option<DirectoryInfo> folder = new("--folder") { Description = "Folder on the disk to measure.", DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()) };
Command journal = new("journal", "Writes a second of the development API server's store with a data folder, waiting for the disk and not; one JSON object a line.") { folder };
journal.SetAction((parsed, cancellationToken) => Journal.RunAsync(parsed.GetRequiredValue(folder).FullName, cancellationToken));

return await new RootCommand("Benchmarks of the Kubernetes client, the controller runtime and the development API server's store.") { footprint, journal, run }.Parse(args).InvokeAsync();
