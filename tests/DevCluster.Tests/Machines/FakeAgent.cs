namespace ElementalProvider.DevCluster.Tests.Machines;

/// <summary>A shell script in place of the agent, and a machine folder in a temporary place. Every call of it is a line in <see cref="Calls"/>.</summary>
internal sealed class FakeAgent : IDisposable
{
    /// <summary>A configuration that a machine can read.</summary>
    public const string Config = "registration:\n  uri: https://x\nagent:\n  workDir: /work\n";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes the script.</summary>
    /// <param name="body">Shell lines that see $root, $calls and the command as $1.</param>
    public FakeAgent(string body)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(
            Program,
            $$"""
            #!/bin/sh
            root={{Folder}}/machine/root
            calls={{Folder}}/calls
            echo "$1 $(cat $root/proc/sys/kernel/random/boot_id)" >> $calls
            {{body}}
            """);
        File.SetUnixFileMode(Program, Executable);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("elemental-dev-test-").FullName;

    public string Program => Path.Join(Folder, "agent.sh");

    public string MachineFolder => Path.Join(Folder, "machine");

    /// <summary>Command and boot id of every call.</summary>
    public IReadOnlyList<(string Command, string BootId)> Calls =>
        [.. (File.Exists(Path.Join(Folder, "calls")) ? File.ReadAllLines(Path.Join(Folder, "calls")) : []).Select(line => line.Split(' ')).Select(words => (words[0], words[1]))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
