namespace ElementalProvider.Api.Elemental;

/// <summary>Where an agent may keep its files on a host: a reset deletes the folder.</summary>
public static class WorkDirectoryRules
{
    /// <summary>What is wrong with a folder, to be put after the name of the field; null where nothing is.</summary>
    /// <param name="folder">The folder, as a path of the host.</param>
    public static string? Refuse(string folder) => folder switch
    {
        _ when !folder.StartsWith('/') => "must be an absolute path",
        _ when Depth(folder) == 0 => "must be a folder of the agent's own, such as /var/lib/elemental/agent: a reset deletes it",
        _ => null,
    };

    /// <summary>Levels below the root, whatever detours the path takes.</summary>
    private static int Depth(string folder)
    {
        int depth = 0;
        foreach (string part in folder.Split('/'))
        {
            if (part == "..")
                depth = Math.Max(0, depth - 1);
            else if (part is not ("" or "."))
                depth++;
        }

        return depth;
    }
}
