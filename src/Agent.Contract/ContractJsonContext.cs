using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Contract;

/// <summary>
/// Requests and results as JSON: camel case, enums by name, nothing where there is nothing. Free-form payloads are as deep as the API lets people
/// write them.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = ContractJsonContext.MaxDepth)]
[JsonSerializable(typeof(InitializeRequest))]
[JsonSerializable(typeof(PluginDescription))]
[JsonSerializable(typeof(OsFacts))]
[JsonSerializable(typeof(HostnameRequest))]
[JsonSerializable(typeof(HostnameResult))]
[JsonSerializable(typeof(CloudConfigRequest))]
[JsonSerializable(typeof(FileRequest))]
[JsonSerializable(typeof(InstallRequest))]
[JsonSerializable(typeof(BootstrapRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(ResetResult))]
[JsonSerializable(typeof(OperationRequest))]
[JsonSerializable(typeof(VerbResult))]
[JsonSerializable(typeof(PreflightResult))]
[JsonSerializable(typeof(ApplyResult))]
[JsonSerializable(typeof(VerifyResult))]
[JsonSerializable(typeof(PluginProgress))]
[JsonSerializable(typeof(PluginFailure))]
public sealed partial class ContractJsonContext : JsonSerializerContext
{
    /// <summary>Levels of JSON that a request may have, and what a plugin keeps of it.</summary>
    public const int MaxDepth = 1024;
}
