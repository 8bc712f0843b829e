namespace ElementalProvider.DevCluster.Setup;

/// <summary>Finds the other programs of this repository.</summary>
internal static class Programs
{
    /// <summary>The agent.</summary>
    /// <param name="option">What the command line said.</param>
    /// <exception cref="DevClusterException">It is nowhere.</exception>
    public static string Agent(string? option) => Find(option, "--agent", "ELEMENTAL_AGENT", "elemental-agent", "ElementalProvider.Agent");

    /// <summary>The manager.</summary>
    /// <param name="option">What the command line said.</param>
    /// <exception cref="DevClusterException">It is nowhere.</exception>
    public static string Manager(string? option) => Find(option, "--manager", "ELEMENTAL_MANAGER", "elemental-manager", "ElementalProvider.Manager");

    /// <summary>The folder of the provider's definitions.</summary>
    /// <param name="option">What the command line said.</param>
    /// <exception cref="DevClusterException">It is nowhere.</exception>
    public static string Definitions(string? option)
    {
        string? folder = option ?? (Repository() is { } root ? Path.Join(root, "config", "crd") : null);
        return folder is not null && Directory.Exists(folder)
            ? folder
            : throw new DevClusterException($"The provider's definitions are not at {folder ?? "config/crd"}; name their folder with --crds.");
    }

    /// <summary>Where state goes when nobody says.</summary>
    public static string DefaultState() => Path.Join(Repository() ?? Directory.GetCurrentDirectory(), ".demo");

    private static string Find(string? option, string optionName, string variable, string program, string project)
    {
        if ((option ?? Environment.GetEnvironmentVariable(variable)) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : throw new DevClusterException($"There is no program {named}; correct {(option is null ? variable : optionName)}.");
        }

        // Build output is laid out as bin/<project>/<configuration>/.
        string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string neighbour = Path.GetFullPath(Path.Join(own, "..", "..", project, Path.GetFileName(own), program));
        return File.Exists(neighbour)
            ? neighbour
            : throw new DevClusterException($"{program} is not at {neighbour}; build it, or name it with {optionName} or {variable}.");
    }

    private static string? Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, "config", "crd", "kustomization.yaml")))
                return folder.FullName;
        }

        return null;
    }
}
