using System.CommandLine;
using ElementalProvider.Api.Meta;
using FluentValidation.Results;

namespace ElementalProvider.Manager.Options;

/// <summary>The command line: flags first, then the environment, then defaults.</summary>
internal sealed class ManagerCommand
{
    /// <summary>Exit code for arguments that are wrong.</summary>
    public const int WrongArguments = 2;

    private readonly Dictionary<Setting, Option<string?>> _options = ManagerSettings.All.ToDictionary(setting => setting, NewOption);
    private readonly Func<string, string?> _environment;
    private readonly TextWriter _errors;
    private readonly RootCommand _root;

    /// <summary>Makes the command.</summary>
    /// <param name="run">Runs the manager and returns the exit code.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="errors">Where wrong arguments are told.</param>
    public ManagerCommand(Func<ManagerOptions, CancellationToken, Task<int>> run, Func<string, string?> environment, TextWriter errors)
    {
        _environment = environment;
        _errors = errors;
        _root = new RootCommand(
            "The manager of the Elemental infrastructure provider: reconciles its kinds and serves the agents of the hosts. "
            + "Each option has an environment variable, named in its description; the option wins.");
        foreach (Setting setting in ManagerSettings.All)
            _root.Options.Add(_options[setting]);
        _root.SetAction((parsed, cancellationToken) => RunAsync(Read(parsed), run, cancellationToken));
    }

    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> InvokeAsync(string[] args)
    {
        ParseResult parsed = _root.Parse(args);
        if (parsed.Errors.Count > 0)
            return await RefuseAsync(Problems(parsed));

        // The host ends the process in its own time, see --shutdown-timeout.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private IEnumerable<string> Problems(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0
        ? parsed.UnmatchedTokens.Select(token => $"\"{token}\" is no option{NearMiss.Hint(token.Split('=')[0], _root.Options.Select(option => option.Name))}.")
        : parsed.Errors.Select(error => error.Message);

    private async Task<int> RunAsync(
        ManagerArguments arguments, Func<ManagerOptions, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        ValidationResult validity = new ManagerArgumentsValidator().Validate(arguments);
        return validity.IsValid
            ? await run(ManagerOptions.From(arguments), cancellationToken)
            : await RefuseAsync(validity.Errors.Select(error => error.ErrorMessage));
    }

    private async Task<int> RefuseAsync(IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences)
            await _errors.WriteLineAsync($"elemental-manager: {sentence}");
        await _errors.WriteLineAsync("elemental-manager: see elemental-manager --help");
        return WrongArguments;
    }

    private ManagerArguments Read(ParseResult parsed)
    {
        string kubeconfig = Value(ManagerSettings.Kubeconfig);
        return new ManagerArguments
        {
            Kubeconfig = kubeconfig,
            Context = Value(ManagerSettings.Context),
            Namespace = Value(ManagerSettings.Namespace),
            WatchFilter = Value(ManagerSettings.WatchFilter),
            LeaderElect = Value(ManagerSettings.LeaderElect),
            LeaderElectionNamespace = Value(ManagerSettings.LeaderElectionNamespace),
            LeaderElectionId = Value(ManagerSettings.LeaderElectionId),
            AgentBindAddress = Value(ManagerSettings.AgentBindAddress),
            AgentUrl = Value(ManagerSettings.AgentUrl),
            AgentCaFile = Value(ManagerSettings.AgentCaFile),
            AgentReflection = Value(ManagerSettings.AgentReflection),
            AgentHandshakesPerAddress = Value(ManagerSettings.AgentHandshakesPerAddress),
            TlsCertFile = Value(ManagerSettings.TlsCertFile),
            TlsKeyFile = Value(ManagerSettings.TlsKeyFile),
            TlsDir = Value(ManagerSettings.TlsDir),
            WebhookBindAddress = Value(ManagerSettings.WebhookBindAddress),
            WebhookCertDir = Value(ManagerSettings.WebhookCertDir),
            HealthBindAddress = Value(ManagerSettings.HealthBindAddress),
            MetricsBindAddress = Value(ManagerSettings.MetricsBindAddress),
            MetricsSecure = Value(ManagerSettings.MetricsSecure),
            OtlpEndpoint = Value(ManagerSettings.OtlpEndpoint),
            Workers = Value(ManagerSettings.Workers),
            LogLevel = Value(ManagerSettings.LogLevel),
            LogFormat = Value(ManagerSettings.LogFormat),
            OsVersionTimeout = Value(ManagerSettings.OsVersionTimeout),
            HostLostAfter = Value(ManagerSettings.HostLostAfter),
            ShutdownTimeout = Value(ManagerSettings.ShutdownTimeout),
            KubeApiQps = Value(ManagerSettings.KubeApiQps),
            IsInCluster = kubeconfig.Length == 0
                && string.IsNullOrEmpty(_environment("KUBECONFIG"))
                && !string.IsNullOrEmpty(_environment("KUBERNETES_SERVICE_HOST")),
        };

        string Value(Setting setting) => parsed.GetResult(_options[setting]) is { Implicit: false } given
            ? given.GetValueOrDefault<string?>() ?? (setting.IsSwitch ? "true" : "")
            : _environment(setting.Variable) is { Length: > 0 } variable ? variable : setting.Default;
    }

    private static Option<string?> NewOption(Setting setting) => new(setting.Flag)
    {
        Description = $"{setting.Description} [{setting.Variable}{(setting.Default.Length > 0 ? $", default: {setting.Default}" : "")}]",
        Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        HelpName = setting.IsSwitch ? "true|false" : "value",
    };
}
