using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Contract;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>The agent as a gateway sees it that shares nothing with it but agent.proto.</summary>
public sealed class ContractTests(PeerFixture peer) : IClassFixture<PeerFixture>, IDisposable
{
    private readonly TestMachine machine = new();

    [PeerFact]
    public async Task The_agent_gets_on_with_a_gateway_on_grpc_js()
    {
        using X509Certificate2 certificate = TestCertificates.Server();
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        await using PeerProcess server = peer.Run("server.js", JsonSerializer.Serialize(new
        {
            certificate = certificate.ExportCertificatePem(),
            key = key.ExportPkcs8PrivateKeyPem(),
            token = TestGateway.RegistrationToken,
        }));
        int port = (await server.NextReportAsync()).GetProperty("port").GetInt32();
        machine.Disk.Write(TestHost.ConfigPath, $"""
            registration:
              uri: https://127.0.0.1:{port}/elemental/v1/namespaces/fleet/registrations/edge
              token: {TestGateway.RegistrationToken}
              caCert: |
                {certificate.ExportCertificatePem().ReplaceLineEndings("\n        ")}
            """);

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None).WaitAsync(TestGateway.Patience));

        Assert.Equal(
            """{"event":"registered","prefix":"m-","isKey":true,"labels":{"rack":"r1"},"registration":"fleet/edge","isSigned":true,"hasDeadline":true}""",
            JsonSerializer.Serialize(await server.NextReportAsync()));
        List<string> reports = [];
        while (await server.NextReportAsync() is var next && next.GetProperty("event").GetString() == "report")
            reports.Add(JsonSerializer.Serialize(next));
        Assert.Equal("""{"event":"report","installed":true,"generation":7,"hasVersion":true}""", reports[^1]);
        Assert.Contains("The server is not available: größere Arbeiten.", machine.Log, StringComparison.Ordinal);
    }

    public void Dispose() => machine.Dispose();
}
