using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.PluginConformance;

/// <summary>The contract as a plugin in another process meets it.</summary>
public class ContractTests
{
    [Theory]
    [InlineData(ContractVersion.Current, null)]
    [InlineData(ContractVersion.Oldest - 1, "The OS plugin \"nix\" speaks version 0 of the plugin contract, and this agent version 1: update the plugin.")]
    [InlineData(ContractVersion.Current + 1, "The OS plugin \"nix\" speaks version 2 of the plugin contract, and this agent version 1: update the agent.")]
    public void A_plugin_of_another_time_is_refused_in_one_sentence(int version, string? refusal) =>
        Assert.Equal(refusal, ContractVersion.Refuse("nix", version));

    [Fact]
    public void Requests_and_results_keep_everything_on_their_way_between_processes()
    {
        JsonElement json = Json("""{"a":[1,"b",null]}""");
        Again(new InitializeRequest { Root = "/", WorkDirectory = "/w", Debug = true }, ContractJsonContext.Default.InitializeRequest);
        Again(new PluginDescription { Name = "x", Capabilities = ["Upgrade"] }, ContractJsonContext.Default.PluginDescription);
        Again(new OsFacts { BootId = "b", BootState = BootState.Live, Slots = [new OsSlot("a", "v1", true)], RollbackVersion = "v0" }, ContractJsonContext.Default.OsFacts);
        Again(new HostnameRequest("m"), ContractJsonContext.Default.HostnameRequest);
        Again(new CloudConfigRequest(json), ContractJsonContext.Default.CloudConfigRequest);
        Again(new FileRequest("/a", "x"u8.ToArray(), 420, 1, 2), ContractJsonContext.Default.FileRequest);
        Again(new InstallRequest(json), ContractJsonContext.Default.InstallRequest);
        Again(new BootstrapRequest("ignition", "x"u8.ToArray()), ContractJsonContext.Default.BootstrapRequest);
        Again(new ResetRequest(json), ContractJsonContext.Default.ResetRequest);
        Again(new ResetResult { RemovedPaths = ["/a"], Output = "o" }, ContractJsonContext.Default.ResetResult);
        Again(new OperationRequest { Id = "i", Attempt = 2, Type = "Upgrade", Wanted = "w", Payload = json }, ContractJsonContext.Default.OperationRequest);
        Again(new PreflightResult { Verdict = PreflightVerdict.Refused, Message = "No." }, ContractJsonContext.Default.PreflightResult);
        Again(new ApplyResult { RebootRequired = true }, ContractJsonContext.Default.ApplyResult);
        Again(new VerifyResult { Verdict = VerifyVerdict.Mismatch, Actual = "v1" }, ContractJsonContext.Default.VerifyResult);
        Again(new PluginProgress(10, "On it."), ContractJsonContext.Default.PluginProgress);
    }

    [Fact]
    public void What_is_not_supported_says_so_on_the_wire_too() => Assert.Equal(
        """{"isSupported":false,"message":"No.","output":""}""",
        JsonSerializer.Serialize(new VerbResult { IsSupported = false, Message = "No." }, ContractJsonContext.Default.VerbResult));

    [Fact]
    public void A_failure_of_another_process_is_the_same_failure_here()
    {
        PluginException failure = new("No such image.") { CanRetry = false, Output = "404" };

        string wire = JsonSerializer.Serialize(failure.ToFailure(), ContractJsonContext.Default.PluginFailure);
        PluginException again = PluginException.From(JsonSerializer.Deserialize(wire, ContractJsonContext.Default.PluginFailure)!);

        Assert.Equal((failure.Message, failure.CanRetry, failure.Output), (again.Message, again.CanRetry, again.Output));
    }

    [Fact]
    public void Fields_of_a_newer_contract_are_no_error() =>
        Assert.Equal("x", JsonSerializer.Deserialize("""{"name":"x","colour":"red"}""", ContractJsonContext.Default.PluginDescription)!.Name);

    private static void Again<T>(T value, JsonTypeInfo<T> type)
    {
        string once = JsonSerializer.Serialize(value, type);
        string again = JsonSerializer.Serialize(JsonSerializer.Deserialize(once, type)!, type);

        Assert.Equal(once, again);
        Assert.NotEqual("{}", once);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
