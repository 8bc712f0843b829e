namespace ElementalProvider.DevCluster.Machines.CloudInit;

/// <summary>Reads command lines of runcmd.</summary>
internal static class CloudCommands
{
    /// <summary>The commands of a line, each of which runs only if the one before it succeeded.</summary>
    public static IReadOnlyList<CloudCommand> Parse(string line) =>
        [.. line.Split("&&", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];

    private static CloudCommand ParseOne(string command)
    {
        string[] words = [.. command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"', '\''))];
        return words switch
        {
            ["kubeadm", "init" or "join", ..] when ConfigOf(words) is { } config => new CloudCommand.Kubeadm(words[1] == "init", config),
            ["echo", .. var text, ">", var path] => new CloudCommand.Echo(string.Join(' ', text), path),
            ["mkdir", "-p", var path] => new CloudCommand.MakeFolder(path),
            [var program, ..] => new CloudCommand.Unknown(program),
            [] => new CloudCommand.Unknown(""),
        };
    }

    private static string? ConfigOf(string[] words)
    {
        for (int index = 2; index < words.Length; index++)
        {
            if (words[index] == "--config" && index + 1 < words.Length)
                return words[index + 1];
            if (words[index].StartsWith("--config=", StringComparison.Ordinal))
                return words[index]["--config=".Length..];
        }

        return null;
    }
}
