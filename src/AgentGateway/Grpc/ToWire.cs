using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>What agents are told, from records into messages. A message is made for each time that something is sent, and kept by nobody.</summary>
internal static class ToWire
{
    /// <summary>What is wanted of a host.</summary>
    /// <param name="directive">The record.</param>
    public static Wire.HostDirective Directive(HostDirective directive) => new()
    {
        Generation = directive.Generation,
        NeedsReset = directive.NeedsReset,
        BootstrapAvailable = directive.BootstrapAvailable,
        OsVersion = directive.OsVersion is { } version ? Version(version) : null,
        ProviderId = directive.ProviderId,
        ReconnectAfter = directive.ReconnectAfter is { } wait ? Duration.FromTimeSpan(wait) : null,
        Operation = directive.Operation is { } operation ? Operation(operation) : null,
        Traceparent = directive.Traceparent,
        Registration = directive.Registration is { } access ? Access(access.Endpoint) : null,
        Serves = directive.Serves is { } serves ? new Wire.Serving { Machine = serves.Machine, Cluster = serves.Cluster, BootId = serves.BootId } : null,
    };

    /// <summary>What the agents of a registration are told.</summary>
    /// <param name="answer">The record.</param>
    public static Wire.GetRegistrationResponse Answer(RegistrationAnswer answer)
    {
        FreeForm cloudConfig = new(answer.Config.CloudConfig);
        FreeForm install = new(answer.Config.Elemental?.Install);
        FreeForm reset = new(answer.Config.Elemental?.Reset);
        RegistrationEndpoint? endpoint = answer.Config.Elemental?.Registration;
        Wire.GetRegistrationResponse response = new()
        {
            Access = Access(endpoint),
            Agent = Agent(answer.Config.Elemental?.Agent),
            CloudConfig = FreeFormJson.ToStruct(cloudConfig),
            CloudConfigJson = FreeFormJson.ToText(cloudConfig),
            Install = FreeFormJson.ToStruct(install),
            InstallJson = FreeFormJson.ToText(install),
            Reset = FreeFormJson.ToStruct(reset),
            ResetJson = FreeFormJson.ToText(reset),
        };
        Add(response.HostLabels, answer.HostLabels);
        Add(response.HostAnnotations, answer.HostAnnotations);
        return response;
    }

    /// <summary>Bootstrap data.</summary>
    /// <param name="answer">The record.</param>
    public static Wire.GetBootstrapResponse Answer(BootstrapAnswer answer) =>
        new() { Format = answer.Format, Data = ByteString.CopyFrom(answer.Data.Span) };

    private static Wire.RegistrationAccess Access(RegistrationEndpoint? endpoint)
    {
        Wire.RegistrationAccess access = new() { Uri = endpoint?.Uri ?? "", CaCert = endpoint?.CaCert ?? "", Token = endpoint?.Token ?? "" };
        foreach (GatewayAddress further in endpoint?.Endpoints ?? [])
            access.Endpoints.Add(new Wire.GatewayEndpoint { Url = further.Url, CaCert = further.CaCert ?? "" });
        return access;
    }

    private static Wire.OsVersion Version(OsVersion version) => new()
    {
        Management = FreeFormJson.ToStruct(version.Management),
        ManagementJson = FreeFormJson.ToText(version.Management),
        Hash = version.Hash,
        Apply = version.Apply,
        HeldBecause = version.HeldBecause,
    };

    private static Wire.Operation Operation(Operation operation) => new()
    {
        Id = operation.Id,
        Attempt = operation.Attempt,
        Type = operation.Type,
        Wanted = operation.Wanted,
        Deadline = operation.Deadline is { } deadline ? Timestamp.FromDateTimeOffset(deadline) : null,
        Apply = operation.Apply,
    };

    private static Wire.AgentConfig Agent(AgentSettings? settings) => new()
    {
        WorkDir = settings?.WorkDir ?? "",
        Hostname = new Wire.HostnameConfig { UseExisting = settings?.Hostname?.UseExisting ?? false, Prefix = settings?.Hostname?.Prefix ?? "" },
        NoSmbios = settings?.NoSmbios ?? false,
        Debug = settings?.Debug ?? false,
        OsPlugin = settings?.OsPlugin ?? "",
        Reconciliation = GoDuration.Parse(settings?.Reconciliation) is { } time ? Duration.FromTimeSpan(time) : null,
        InsecureAllowHttp = settings?.InsecureAllowHttp ?? false,
        InsecureSkipTlsVerify = settings?.InsecureSkipTlsVerify ?? false,
        UseSystemCertPool = settings?.UseSystemCertPool ?? false,
        PostInstall = PostAction(settings?.PostInstall),
        PostReset = PostAction(settings?.PostReset),
    };

    private static Wire.PostAction PostAction(PostActionSettings? settings) =>
        new() { PowerOff = settings?.PowerOff ?? false, Reboot = settings?.Reboot ?? false };

    private static void Add(MapField<string, string> target, IReadOnlyDictionary<string, string> source)
    {
        foreach ((string key, string value) in source)
            target[key] = value;
    }
}
