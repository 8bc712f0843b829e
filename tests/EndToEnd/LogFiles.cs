namespace ElementalProvider.EndToEnd;

/// <summary>The logs that programs keep in a folder.</summary>
internal static class LogFiles
{
    /// <summary>All lines of all logs.</summary>
    public static IEnumerable<string> Lines(string folder) => Paths(folder).SelectMany(Read);

    /// <summary>The end of each log, below its name.</summary>
    public static string Ends(string folder) => string.Join(
        '\n', Paths(folder).SelectMany(file => (string[])[$"== {Path.GetRelativePath(folder, file)}", .. Read(file).TakeLast(40)]));

    private static string[] Paths(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.log", SearchOption.AllDirectories) : [];

    private static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            // Gone since the folder was looked at, or written right now in a way that keeps others out.
            return [];
        }
    }
}
