using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>What the console says of a server whose certificate is not accepted, over real TLS.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly TestMachine machine = new();

    [Fact]
    public async Task An_authority_that_is_another_one()
    {
        using X509Certificate2 other = TestCertificates.Server("other");

        string line = await ProblemAsync(TestCertificates.Server(), authority: other.ExportCertificatePem());

        Assert.Contains("The server's certificate CN=localhost (from CN=localhost, valid from ", line, StringComparison.Ordinal);
        Assert.Contains("no authority of registration.caCert vouches for it", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_authority_was_given()
    {
        string line = await ProblemAsync(TestCertificates.Server(), authority: "");

        Assert.Contains("registration.caCert is empty and no authority of this system vouches for it", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name()
    {
        string line = await ProblemAsync(TestCertificates.Server(host: "gateway.example"));

        Assert.Contains("it is for gateway.example and not for 127.0.0.1, which registration.uri names", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired()
    {
        string line = await ProblemAsync(TestCertificates.Server(fromDays: -9, toDays: -2));

        Assert.Contains("it has expired; is this clock right? It says ", line, StringComparison.Ordinal);
        Assert.Contains(TimeProvider.System.GetUtcNow().AddDays(-2).ToString("'to' yyyy-MM-dd", CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_the_future()
    {
        string line = await ProblemAsync(TestCertificates.Server(fromDays: 2, toDays: 9));

        Assert.Contains("it is not valid yet; is this clock right? It says ", line, StringComparison.Ordinal);
    }

    public void Dispose() => machine.Dispose();

    /// <summary>The line in which the agent says why it could not register.</summary>
    private async Task<string> ProblemAsync(X509Certificate2 certificate, string? authority = null)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(certificate);
        int calls = 0;
        gateway.Intercept = (_, _) => Interlocked.Increment(ref calls);
        string config = gateway.HostConfig(authority: authority);
        machine.Disk.Write(TestHost.ConfigPath, authority is "" ? config.Replace("caCert: |", "caCert: \"\"", StringComparison.Ordinal) : config);
        using CancellationTokenSource powerOff = new();

        Task<int> registering = machine.RunAsync(AgentGoal.Register, powerOff.Token);
        await machine.WaitForLogAsync("RegistrationFailed");
        await powerOff.CancelAsync();

        Assert.Equal(ExitCodes.Success, await registering.WaitAsync(TestGateway.Patience));
        Assert.Equal(0, calls);
        return machine.Log.Split('\n').First(line => line.Contains("RegistrationFailed", StringComparison.Ordinal));
    }
}
