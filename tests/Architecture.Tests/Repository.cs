using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ElementalProvider.Architecture.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every project file below a folder, by the name of its project without the common prefix.</summary>
    public static IReadOnlyDictionary<string, string> Projects(params string[] folders) =>
        folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToDictionary(Name, path => path);

    /// <summary>Names of the projects that a project file refers to.</summary>
    public static IReadOnlyList<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Name(((string)reference.Attribute("Include")!).Replace('\\', '/')))
            .ToList();

    /// <summary>Names of the packages that a project file refers to.</summary>
    public static IReadOnlyList<string> Packages(string project) =>
        XDocument.Load(project).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!).ToList();

    /// <summary>The lock file of a project: every package that it gets, through whomever.</summary>
    public static string LockFile(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path).Replace("ElementalProvider.", "", StringComparison.Ordinal);

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
