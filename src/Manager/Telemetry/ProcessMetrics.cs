using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ElementalProvider.Manager.Telemetry;

/// <summary>Metrics of the process, under the names of the Prometheus client libraries.</summary>
internal sealed class ProcessMetrics
{
    private const string DescriptorFolder = "/proc/self/fd";

    public ProcessMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("ElementalProvider.Process");
        meter.CreateObservableCounter(
            "process_cpu_seconds_total",
            static () => Environment.CpuUsage.TotalTime.TotalSeconds,
            description: "Total user and system CPU time spent in seconds.");
        meter.CreateObservableGauge(
            "process_resident_memory_bytes", static () => Environment.WorkingSet, description: "Resident memory size in bytes.");
        meter.CreateObservableGauge("process_virtual_memory_bytes", VirtualMemory, description: "Virtual memory size in bytes.");
        meter.CreateObservableGauge("process_start_time_seconds", StartTime, description: "Start time of the process since unix epoch in seconds.");
        meter.CreateObservableGauge("process_open_fds", OpenDescriptors, description: "Number of open file descriptors.");
    }

    private static long VirtualMemory()
    {
        using Process self = Process.GetCurrentProcess();
        return self.VirtualMemorySize64;
    }

    private static double StartTime()
    {
        using Process self = Process.GetCurrentProcess();
        return new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static IEnumerable<Measurement<int>> OpenDescriptors() =>
        Directory.Exists(DescriptorFolder) ? [new Measurement<int>(Directory.EnumerateFiles(DescriptorFolder).Count())] : [];
}
