using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>A registration as agents are told about it. What is not set stays not set: the defaults belong to the agent.</summary>
internal static class RegistrationAnswers
{
    /// <summary>The configuration of a registration.</summary>
    /// <param name="registration">The registration.</param>
    public static GetRegistrationResponse From(ElementalRegistration registration)
    {
        RegistrationConfig? config = registration.Spec?.Config;
        RegistrationEndpoint? endpoint = config?.Elemental?.Registration;
        GetRegistrationResponse response = new()
        {
            Access = new RegistrationAccess { Uri = endpoint?.Uri ?? "", CaCert = endpoint?.CaCert ?? "", Token = endpoint?.Token ?? "" },
            Agent = AgentFrom(config?.Elemental?.Agent),
            CloudConfig = FreeFormJson.ToStruct(config?.CloudConfig),
            CloudConfigJson = FreeFormJson.ToText(config?.CloudConfig),
            Install = FreeFormJson.ToStruct(config?.Elemental?.Install),
            InstallJson = FreeFormJson.ToText(config?.Elemental?.Install),
            Reset = FreeFormJson.ToStruct(config?.Elemental?.Reset),
            ResetJson = FreeFormJson.ToText(config?.Elemental?.Reset),
        };
        Add(response.HostLabels, registration.Spec?.HostLabels);
        Add(response.HostAnnotations, registration.Spec?.HostAnnotations);
        return response;
    }

    private static AgentConfig AgentFrom(AgentSettings? settings) => new()
    {
        WorkDir = settings?.WorkDir ?? "",
        Hostname = new HostnameConfig { UseExisting = settings?.Hostname?.UseExisting ?? false, Prefix = settings?.Hostname?.Prefix ?? "" },
        NoSmbios = settings?.NoSmbios ?? false,
        Debug = settings?.Debug ?? false,
        OsPlugin = settings?.OsPlugin ?? "",
        Reconciliation = GoDuration.Parse(settings?.Reconciliation) is { } time ? Duration.FromTimeSpan(time) : null,
        InsecureAllowHttp = settings?.InsecureAllowHttp ?? false,
        InsecureSkipTlsVerify = settings?.InsecureSkipTlsVerify ?? false,
        UseSystemCertPool = settings?.UseSystemCertPool ?? false,
        PostInstall = PostActionFrom(settings?.PostInstall),
        PostReset = PostActionFrom(settings?.PostReset),
    };

    private static PostAction PostActionFrom(PostActionSettings? settings) =>
        new() { PowerOff = settings?.PowerOff ?? false, Reboot = settings?.Reboot ?? false };

    private static void Add(MapField<string, string> target, IReadOnlyDictionary<string, string>? source)
    {
        foreach ((string key, string value) in source ?? new Dictionary<string, string>())
            target[key] = value;
    }
}
