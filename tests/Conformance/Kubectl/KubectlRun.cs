using System.Diagnostics;
using System.Text;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing;

namespace ElementalProvider.Conformance.Kubectl;

/// <summary>Runs the whole script once against a server of its own, and keeps what each command printed.</summary>
public sealed class KubectlRun : IAsyncLifetime
{
    private const string Id = "qzxjkb";
    private const string Namespace = $"kc-{Id}";
    private const string Group = $"{Id}.kubectl.example.com";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, IReadOnlyList<string>> _sections = new(StringComparer.Ordinal);
    private string _folder = string.Empty;

    /// <summary>What a command printed, normalized, below a line with its name and exit code.</summary>
    public IReadOnlyList<string> Section(string name) => _sections[name];

    public async Task InitializeAsync()
    {
        if (KubectlFactAttribute.Program is null)
            return;
        _folder = Directory.CreateTempSubdirectory("kubectl-script-").FullName;
        await using DevApiServer server = await DevApiServer.StartAsync(new DevApiServerOptions());
        await File.WriteAllTextAsync(Path.Combine(_folder, "kubeconfig"), server.AdminKubeconfig);
        KubectlManifests.Write(_folder, Id, Group);
        foreach (KubectlCommand command in KubectlScript.Commands)
            _sections[command.Name] = await RunAsync(command);
    }

    public Task DisposeAsync()
    {
        if (_folder.Length > 0)
            Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<string>> RunAsync(KubectlCommand command)
    {
        (int code, string output) = command.Meanwhile.Count == 0 ? await RunToEndAsync(command) : await WatchAsync(command);
        IReadOnlyList<string> lines = KubectlOutput.Normalize(output, Id, _folder);
        if (command.Lines.Count > 0)
            lines = [.. lines.Where(command.Lines.Contains).Order(StringComparer.Ordinal)];
        return [$"=== {command.Name} (exit {code})", .. lines];
    }

    private async Task<(int Code, string Output)> RunToEndAsync(KubectlCommand command)
    {
        using Process process = Start(command);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The recording stopped its watch by a timeout, whose exit code is 124.</summary>
    private async Task<(int Code, string Output)> WatchAsync(KubectlCommand command)
    {
        using Process process = Start(command);
        var seen = new StringBuilder();
        var buffer = new char[256];
        foreach ((string after, IReadOnlyList<string> arguments) in command.Meanwhile)
        {
            while (!seen.ToString().EndsWith(after, StringComparison.Ordinal))
            {
                int read = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience);
                Assert.True(read > 0, $"the watch ended after '{seen}'");
                seen.Append(buffer, 0, read);
            }

            if (arguments.Count > 0)
                await RunToEndAsync(new KubectlCommand(command.Name, arguments));
        }

        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (124, seen.ToString());
    }

    private Process Start(KubectlCommand command)
    {
        IEnumerable<string> arguments = command.IsNamespaced ? command.Arguments.Prepend(Namespace).Prepend("-n") : command.Arguments;
        var start = new ProcessStartInfo(KubectlFactAttribute.Program!, arguments.Select(Fill)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig");
        start.Environment["KUBECACHEDIR"] = Path.Combine(_folder, "cache");
        foreach ((string name, string value) in command.Environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private string Fill(string argument) => argument
        .Replace("${ns}", Namespace, StringComparison.Ordinal).Replace("${id}", Id, StringComparison.Ordinal)
        .Replace("${group}", Group, StringComparison.Ordinal).Replace("${tmp}", _folder, StringComparison.Ordinal);
}
