using System.Text.Json;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;

namespace ElementalProvider.GrpcTests;

/// <summary>Our server as a grpc-js client sees it.</summary>
[Collection(PeerCollection.Name)]
public sealed class PeerClientTests(PeerFixture peer)
{
    [PeerFact]
    public async Task A_grpc_js_client_gets_on_with_our_server_in_every_way_we_support()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        await using PeerProcess client = PeerFixture.Start("node", "client.js", server.Address.Authority, peer.CertificateFile);

        JsonElement results = await client.NextReportAsync();

        AssertReport(results, "unary", new { code = 0, response = new { text = "hello", number = 7, size = 1_000_000 } });
        AssertReport(results, "failure", new
        {
            code = (int)StatusCode.NotFound,
            details = "no such thing: 100 % gone, größer",
            reason = "gone",
            detail = "0001ff",
        });
        AssertReport(results, "metadata", new { code = 0, plain = "one,two", bytes = "00c8ff" });
        AssertReport(results, "deadline", new { code = (int)StatusCode.DeadlineExceeded });
        AssertReport(results, "collect", new { code = 0, response = 5050 });
        AssertReport(results, "list", new { code = 0, count = 500, ordered = true });
        AssertReport(results, "talk", new { code = 0, texts = "welcome,turn 1,turn 2" });
        AssertReport(results, "cancel", new { code = (int)StatusCode.Cancelled, details = "Cancelled on client" });
        AssertReport(results, "unknown", new { code = (int)StatusCode.Unimplemented });
        AssertReport(results, "compressed", new { code = 0 });
        await server.Events.Cancelled.Task.Soon();
        Assert.Equal(0, await client.ExitCodeAsync());
    }

    private static void AssertReport(JsonElement results, string scenario, object expected) =>
        Assert.Equal(
            $"{scenario}: {JsonSerializer.Serialize(JsonSerializer.SerializeToElement(expected))}",
            $"{scenario}: {JsonSerializer.Serialize(results.GetProperty(scenario))}");
}
