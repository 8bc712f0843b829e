using System.Globalization;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>
/// The files of a data directory: <c>snapshot-V</c> holds every object as of version V, <c>log-V</c> the commits from version V on. Versions have 20
/// digits, so that names sort as they were written.
/// </summary>
internal sealed class DataFiles(string path)
{
    private const string Snapshot = "snapshot-";
    private const string Log = "log-";
    private const string Unfinished = ".tmp";

    public string Lock => Path.Join(path, "lock");

    public string SnapshotOf(long version) => Path.Join(path, Name(Snapshot, version));

    public string UnfinishedSnapshotOf(long version) => SnapshotOf(version) + Unfinished;

    public string LogFrom(long version) => Path.Join(path, Name(Log, version));

    /// <summary>Versions of the snapshots, the latest first.</summary>
    public IReadOnlyList<long> Snapshots() => [.. Versions(Snapshot).OrderDescending()];

    /// <summary>First versions of the logs, the earliest first.</summary>
    public IReadOnlyList<long> Logs() => [.. Versions(Log).Order()];

    /// <summary>Removes what a snapshot makes superfluous, and snapshots that were never finished.</summary>
    /// <param name="version">Version of the latest snapshot, or null where there is none.</param>
    public void Clean(long? version)
    {
        foreach (string unfinished in Directory.GetFiles(path, Snapshot + "*" + Unfinished))
            File.Delete(unfinished);
        foreach (long older in Snapshots().Where(other => other < version))
            File.Delete(SnapshotOf(older));
        // A log ends where the next one begins.
        IReadOnlyList<long> logs = Logs();
        foreach ((long log, long next) in logs.Zip(logs.Skip(1)))
        {
            if (next <= version + 1)
                File.Delete(LogFrom(log));
        }
    }

    private IEnumerable<long> Versions(string prefix) =>
        from file in Directory.GetFiles(path, prefix + "*")
        let digits = Path.GetFileName(file)[prefix.Length..]
        where long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select long.Parse(digits, CultureInfo.InvariantCulture);

    private static string Name(string prefix, long version) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{version:D20}");
}
