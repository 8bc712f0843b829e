using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Api.AgentProtocol;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;
using HostnameRules = ElementalProvider.Api.Elemental.HostnameRules;
using WorkDirectoryRules = ElementalProvider.Api.Elemental.WorkDirectoryRules;

namespace ElementalProvider.Agent.Registration;

/// <summary>The configuration that a host has once it has taken the server's answer about its registration.</summary>
internal static class AdoptedConfiguration
{
    private const string Source = "ElementalRegistration";

    /// <summary>The configuration the host is to have from now on.</summary>
    /// <param name="current">What it has; fills what the answer leaves open.</param>
    /// <param name="answer">The server's answer.</param>
    /// <param name="workDirectory">Where the host's identity is already, or null: it does not move afterwards.</param>
    /// <exception cref="ConfigException">The registration says something that cannot be meant.</exception>
    public static AgentConfig Merge(AgentConfig current, GetRegistrationResponse answer, string? workDirectory)
    {
        AgentSettings agent = answer.Agent is { } remote ? Read(remote, current.Agent) : current.Agent;
        return new AgentConfig
        {
            Registration = Read(answer.Access ?? new RegistrationAccess(), current.Registration, agent.InsecureAllowHttp),
            Agent = agent with { WorkDirectory = workDirectory ?? agent.WorkDirectory },
        };
    }

    /// <summary>The configuration once the server has said how the registration is reached now, in the middle of a conversation.</summary>
    /// <param name="current">What the host has.</param>
    /// <param name="access">What the server says.</param>
    /// <exception cref="ConfigException">It says something that cannot be meant.</exception>
    public static AgentConfig Merge(AgentConfig current, RegistrationAccess access) =>
        current with { Registration = Read(access, current.Registration, current.Agent.InsecureAllowHttp) };

    private static RegistrationSettings Read(RegistrationAccess access, RegistrationSettings current, bool allowHttp)
    {
        RegistrationUri? uri = current.Uri;
        if (access.Uri.Length > 0 && !RegistrationUri.TryParse(access.Uri, out uri))
            throw new ConfigException(Source, $"config.elemental.registration.uri \"{access.Uri}\" does not look like https://HOST[:PORT][/PREFIX]/elemental/v1/namespaces/NAMESPACE/registrations/NAME.");

        if (uri.IsPlainHttp && !allowHttp)
            throw new ConfigException(Source, "config.elemental.registration.uri is plain http, which is refused unless agent.insecureAllowHttp is true.");

        string authorities = access.CaCert.Length > 0 ? access.CaCert : current.CaCertificate;
        RegistrationSettings adopted = new()
        {
            Uri = uri,
            CaCertificate = authorities,
            Token = access.Token.Trim() is { Length: > 0 } token ? token : current.Token,
            Further = [.. access.Endpoints.Select(endpoint => Read(endpoint, authorities, allowHttp))],
        };
        // What led here is kept beside what leads there: an address may be mistyped, or not be served yet.
        EndpointSettings before = new(current.Uri.Address, current.CaCertificate);
        EndpointSettings? previous = uri.Address == current.Uri.Address ? current.Previous : before;
        return previous is null || adopted.Endpoints.Any(endpoint => endpoint.Address == previous.Address) ? adopted : adopted with { Previous = previous };
    }

    private static EndpointSettings Read(GatewayEndpoint endpoint, string authorities, bool allowHttp)
    {
        EndpointSettings? read = EndpointSettings.Parse(endpoint.Url, endpoint.CaCert.Length > 0 ? endpoint.CaCert : authorities);
        return read is null || (read.Address.Scheme == Uri.UriSchemeHttp && !allowHttp)
            ? throw new ConfigException(Source, $"config.elemental.registration.endpoints names \"{endpoint.Url}\", which does not look like https://HOST[:PORT][/PREFIX].")
            : read;
    }

    private static AgentSettings Read(Api.AgentProtocol.AgentConfig remote, AgentSettings current)
    {
        string prefix = remote.Hostname?.Prefix ?? "";
        if (!HostnameRules.IsPrefix(prefix))
            throw new ConfigException(Source, $"config.elemental.agent.hostname.prefix \"{prefix}\" cannot begin the name of a host.");

        if (remote.WorkDir.Length > 0 && WorkDirectoryRules.Refuse(remote.WorkDir) is { } problem)
            throw new ConfigException(Source, $"config.elemental.agent.workDir {problem}, not \"{remote.WorkDir}\".");

        return new AgentSettings
        {
            WorkDirectory = remote.WorkDir.Length > 0 ? remote.WorkDir : current.WorkDirectory,
            Hostname = new HostnameSettings { UseExisting = remote.Hostname?.UseExisting ?? false, Prefix = prefix },
            NoSmbios = remote.NoSmbios,
            Debug = remote.Debug,
            OsPlugin = remote.OsPlugin.Length > 0 ? remote.OsPlugin : current.OsPlugin,
            Reconciliation = remote.Reconciliation is { } told && WireTimes.Of(told) is var pause && pause > TimeSpan.Zero ? pause : current.Reconciliation,
            // What got the host through to the server is not taken away by the server's answer: it could not come back.
            InsecureAllowHttp = remote.InsecureAllowHttp || current.InsecureAllowHttp,
            InsecureSkipTlsVerify = remote.InsecureSkipTlsVerify,
            UseSystemCertPool = remote.UseSystemCertPool,
            PostInstall = PowerActions.Of(remote.PostInstall?.PowerOff ?? false, remote.PostInstall?.Reboot ?? false),
            PostReset = PowerActions.Of(remote.PostReset?.PowerOff ?? false, remote.PostReset?.Reboot ?? false),
        };
    }
}
