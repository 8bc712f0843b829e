using System.Diagnostics;

namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>What a process has used so far, as the system counts it (/proc on Linux).</summary>
internal sealed record ProcessUsage
{
    private const double BytesPerMebibyte = 1024 * 1024;

    public required double CpuSeconds { get; init; }

    public required double RssMib { get; init; }

    public required double PeakRssMib { get; init; }

    /// <summary>Reads the usage of a process; null where no process was named.</summary>
    /// <exception cref="ArgumentException">There is no such process.</exception>
    public static ProcessUsage? Of(int? processId)
    {
        if (processId is not { } id)
            return null;

        using Process process = Process.GetProcessById(id);
        return new ProcessUsage
        {
            CpuSeconds = Math.Round(process.TotalProcessorTime.TotalSeconds, 2),
            RssMib = Math.Round(process.WorkingSet64 / BytesPerMebibyte, 1),
            PeakRssMib = Math.Round(process.PeakWorkingSet64 / BytesPerMebibyte, 1),
        };
    }

    /// <summary>This reading with the CPU time counted from an earlier one on.</summary>
    public ProcessUsage Since(ProcessUsage? earlier) => this with { CpuSeconds = Math.Round(CpuSeconds - (earlier?.CpuSeconds ?? 0), 2) };
}
