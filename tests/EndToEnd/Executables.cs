using System.Runtime.CompilerServices;

namespace ElementalProvider.EndToEnd;

/// <summary>The product's executables, built in the same configuration as these tests.</summary>
internal static class Executables
{
    public static string Repository { get; } = FindRepository();

    public static string Dev => Path("DevCluster", "elemental-dev");

    public static string Manager => Path("Manager", "elemental-manager");

    /// <summary>The agent: the native one where hack/test.sh has built it, which then says so by this variable.</summary>
    public static string Agent => Environment.GetEnvironmentVariable("ELEMENTAL_AGENT") is { Length: > 0 } named ? named : Path("Agent", "elemental-agent");

    private static string Path(string project, string executable) =>
        System.IO.Path.Combine(Repository, "artifacts", "bin", $"ElementalProvider.{project}", Configuration, executable);

    // artifacts/bin/<project>/<configuration>/
    private static string Configuration => System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));

    private static string FindRepository([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", ".."));
}
