using System.Diagnostics;
using ElementalProvider.Testing;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Runs kubectl against a server.</summary>
public sealed class Kubectl : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-").FullName;

    public Kubectl(string kubeconfig) => File.WriteAllText(Path.Combine(_folder, "kubeconfig"), kubeconfig);

    /// <summary>Runs a command and returns its output and errors, which must have succeeded.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        (int code, string output) = await TryAsync(arguments, input);
        Assert.True(code == 0, $"kubectl {arguments} failed: {output}");
        return output;
    }

    public async Task<(int Code, string Output)> TryAsync(string arguments, string? input = null)
    {
        var start = new ProcessStartInfo(KubectlFactAttribute.Program!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig");
        start.Environment["KUBECACHEDIR"] = Path.Combine(_folder, "cache");
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
