using System.Text.Json;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Contract;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Grpc;

/// <summary>The gateway as an agent sees it that shares nothing with it but agent.proto.</summary>
public sealed class ContractTests(ElementalApi api, PeerFixture peer) : IClassFixture<ElementalApi>, IClassFixture<PeerFixture>
{
    [PeerFact]
    public async Task An_agent_on_grpc_js_gets_on_with_the_gateway()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        TestAgent agent = new(gateway, registration, "m-1");
        await using PeerProcess client = peer.Run("client.js", JsonSerializer.Serialize(new
        {
            address = gateway.Address.Authority,
            certificate = gateway.CertificatePem,
            metadata = agent.Headers().ToDictionary(entry => entry.Key, entry => entry.Value),
            name = agent.Name,
            publicKey = agent.PublicKey,
        }));

        JsonElement results = await client.NextReportAsync();

        AssertReport(results, "health", new { code = 0, response = "0801" });
        AssertReport(results, "anonymous", new { code = (int)StatusCode.Unauthenticated, reason = true, domain = true });
        AssertReport(results, "misnamed", new { code = (int)StatusCode.InvalidArgument, reason = true, field = true });
        AssertReport(results, "registration", new
        {
            code = 0, uri = registration.Uri, labels = new { rack = "r1", site = "s1" }, plugin = "dummy", users = true,
        });
        AssertReport(results, "register", new { first = true, again = false });
        AssertReport(results, "compressed", new { code = 0, created = false });
        AssertReport(results, "oversized", new { code = (int)StatusCode.ResourceExhausted });
        AssertReport(results, "unknown", new { code = (int)StatusCode.Unimplemented });
        AssertReport(results, "conversation", new { code = 0, generations = new[] { 1 } });
        AssertReport(results, "cancelled", new { code = (int)StatusCode.Cancelled, generations = new[] { 1 } });
        AssertReport(results, "overdue", new { code = (int)StatusCode.DeadlineExceeded, generations = new[] { 1 } });
        Assert.Equal(0, await client.ExitCodeAsync());
    }

    private static void AssertReport(JsonElement results, string scenario, object expected) =>
        Assert.Equal(
            $"{scenario}: {JsonSerializer.Serialize(JsonSerializer.SerializeToElement(expected))}",
            $"{scenario}: {JsonSerializer.Serialize(results.GetProperty(scenario))}");
}
