using System.Diagnostics;

namespace ElementalProvider.Contract;

/// <summary>
/// Another runtime of gRPC, grpc-js, that shares no line with the one the product stands on: the protocol is what both make of agent.proto.
/// Installs it beside the test assembly, as its lock file says, and starts programs that use it.
/// </summary>
public sealed class PeerFixture : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "peer");

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("grpc-peer-");

    public async Task InitializeAsync()
    {
        if (new PeerFactAttribute().Skip is not null || IsInstalled())
            return;

        await using PeerProcess npm = Start("npm", "ci", "--no-progress");
        int exitCode = await npm.ExitCodeAsync();
        Assert.True(exitCode == 0, $"npm ci failed with exit code {exitCode}: {await npm.ErrorsAsync()}");
    }

    public Task DisposeAsync()
    {
        _scratch.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs a script of the peer.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="input">What it is told, as JSON.</param>
    internal PeerProcess Run(string script, string input)
    {
        string file = Path.Combine(_scratch.FullName, $"{script}.json");
        File.WriteAllText(file, input);
        return Start("node", script, file);
    }

    private static PeerProcess Start(string program, params string[] arguments) => new(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    });

    // npm writes its own copy of the lock file last: when it is the newer one, there is nothing to fetch.
    private static bool IsInstalled()
    {
        FileInfo installed = new(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
    }
}
