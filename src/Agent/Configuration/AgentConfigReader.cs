using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Elemental;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Configuration;

/// <summary>Reads the configuration file. Unknown keys are no error, so that files of newer and older agents are read as well.</summary>
internal static class AgentConfigReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">The file cannot be read, or says something that cannot be meant.</exception>
    public static async Task<(AgentConfig Config, IReadOnlyList<UnknownKey> UnknownKeys)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(path, await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigException(path, "the configuration file does not exist; name another one with --config.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, $"the configuration file cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">The YAML text.</param>
    public static (AgentConfig Config, IReadOnlyList<UnknownKey> UnknownKeys) Parse(string file, string text)
    {
        List<UnknownKey> unknown = [];
        YamlMappingNode mapping = Load(file, text);
        ConfigSection root = new(file, "", mapping, unknown);
        root.Expect("registration", "agent");
        if (!mapping.Children.ContainsKey(Registration) && Misplaced.In(mapping) is { } elsewhere)
            throw new ConfigException(file, $"{elsewhere}.");

        AgentSettings agent = ReadAgent(root.Section("agent"));
        RegistrationSettings registration = ReadRegistration(root.Section("registration"), agent.InsecureAllowHttp);
        return (new AgentConfig { Registration = registration, Agent = agent }, unknown);
    }

    private static readonly YamlScalarNode Registration = new("registration");

    private static YamlMappingNode Load(string file, string text)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new ConfigException(file, $"line {exception.Start.Line} is not valid YAML: {exception.Message.TrimEnd('.')}.");
        }

        return stream.Documents switch
        {
            [{ RootNode: YamlMappingNode mapping }] => mapping,
            [] => throw new ConfigException(file, "the file is empty; registration.uri and registration.token are needed."),
            _ => throw new ConfigException(file, "the file must be one mapping with the keys registration and agent."),
        };
    }

    private static RegistrationSettings ReadRegistration(ConfigSection section, bool allowHttp)
    {
        section.Expect("uri", "caCert", "token", "tokenDuration", "endpoints", "previous");
        string text = section.Text("uri") ?? throw section.Wrong("uri", "is missing; copy it from the ElementalRegistration");
        if (!RegistrationUri.TryParse(text, out RegistrationUri? uri))
        {
            throw section.Wrong(
                "uri",
                $"must look like https://HOST[:PORT][/PREFIX]/elemental/v1/namespaces/NAMESPACE/registrations/NAME, not \"{text}\"");
        }

        if (uri.IsPlainHttp && !allowHttp)
            throw section.Wrong("uri", "is plain http, which is refused unless agent.insecureAllowHttp is true");

        string authorities = ReadCertificates(section);
        ConfigSection previous = section.Section("previous");
        return new RegistrationSettings
        {
            Uri = uri,
            CaCertificate = authorities,
            Token = section.Text("token") ?? "",
            Further = [.. section.List("endpoints").Select(each => ReadEndpoint(each, authorities, allowHttp))],
            Previous = previous.Text("url") is null ? null : ReadEndpoint(previous, authorities, allowHttp),
        };
    }

    private static EndpointSettings ReadEndpoint(ConfigSection section, string authorities, bool allowHttp)
    {
        section.Expect("url", "caCert");
        string url = section.Text("url") ?? throw section.Wrong("url", "is missing");
        string own = ReadCertificates(section);
        EndpointSettings endpoint = EndpointSettings.Parse(url, own.Length > 0 ? own : authorities)
            ?? throw section.Wrong("url", $"must look like https://HOST[:PORT][/PREFIX], not \"{url}\"");
        return endpoint.Address.Scheme == Uri.UriSchemeHttp && !allowHttp
            ? throw section.Wrong("url", "is plain http, which is refused unless agent.insecureAllowHttp is true")
            : endpoint;
    }

    private static string ReadCertificates(ConfigSection section)
    {
        string pem = section.Text("caCert") ?? "";
        if (pem.Length == 0)
            return pem;

        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw section.Wrong("caCert", "holds a certificate that cannot be decoded");
        }

        return certificates.Count > 0 ? pem : throw section.Wrong("caCert", "must hold at least one certificate in PEM");
    }

    private static AgentSettings ReadAgent(ConfigSection section)
    {
        section.Expect(
            "workDir", "hostname", "noSmbios", "debug", "osPlugin", "reconciliation", "insecureAllowHttp", "insecureSkipTlsVerify",
            "useSystemCertPool", "postInstall", "postReset");
        string workDirectory = section.Text("workDir") ?? AgentSettings.DefaultWorkDirectory;
        if (WorkDirectoryRules.Refuse(workDirectory) is { } problem)
            throw section.Wrong("workDir", $"{problem}, not \"{workDirectory}\"");

        ConfigSection hostname = section.Section("hostname");
        hostname.Expect("useExisting", "prefix");
        string prefix = hostname.Text("prefix") ?? "";
        if (!HostnameRules.IsPrefix(prefix))
            throw hostname.Wrong("prefix", $"{HostnameRules.PrefixRule}, not \"{prefix}\"");

        return new AgentSettings
        {
            WorkDirectory = workDirectory,
            Hostname = new HostnameSettings { UseExisting = hostname.Flag("useExisting"), Prefix = prefix },
            NoSmbios = section.Flag("noSmbios"),
            Debug = section.Flag("debug"),
            OsPlugin = section.Text("osPlugin") ?? AgentSettings.DefaultOsPlugin,
            Reconciliation = section.Duration("reconciliation", AgentSettings.DefaultReconciliation, TimeSpan.FromMilliseconds(1)),
            InsecureAllowHttp = section.Flag("insecureAllowHttp"),
            InsecureSkipTlsVerify = section.Flag("insecureSkipTlsVerify"),
            UseSystemCertPool = section.Flag("useSystemCertPool"),
            PostInstall = ReadPowerAction(section.Section("postInstall")),
            PostReset = ReadPowerAction(section.Section("postReset")),
        };
    }

    private static PowerAction ReadPowerAction(ConfigSection section)
    {
        section.Expect("powerOff", "reboot");
        return PowerActions.Of(section.Flag("powerOff"), section.Flag("reboot"));
    }
}

/// <summary>The configuration cannot be used. The message is one sentence that names the file and the field.</summary>
internal sealed class ConfigException(string file, string problem) : Exception($"{file}: {problem}");
