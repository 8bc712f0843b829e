using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Logging;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Host;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Cli;

/// <summary>What the commands do: put the parts together, run one of them, and turn its end into an exit code.</summary>
internal sealed partial class AgentCommands(TextWriter errors, TimeProvider clock)
{
    /// <summary>Times the parts work with; tests shorten them.</summary>
    public AgentEngineOptions EngineOptions { get; init; } = new();

    /// <summary>Makes the OS plugin of a name; tests bring their own.</summary>
    public Func<string, PluginServices, IOsPlugin> MakePlugin { get; init; } = OsPluginRegistry.Create;

    /// <summary>register, install, run and reset: one loop with different goals.</summary>
    public Task<int> AdvanceAsync(CommandSettings settings, AgentGoal goal, CancellationToken cancellationToken) =>
        WithHostAsync(settings, async (host, gateway, logger) =>
        {
            if (host.Identity is null && goal is (AgentGoal.Register or AgentGoal.Install) && host.Config.Registration.Token.Length == 0)
                throw new ConfigException(settings.ConfigPath, "registration.token is missing; copy it from the ElementalRegistration.");

            await using AgentEngine engine = new(host, gateway, goal, EngineOptions, clock, logger);
            EngineEnd end = await engine.RunAsync(cancellationToken);
            if (end.Refusal is { } refusal)
            {
                Log.Refused(logger, refusal);
                return ExitCodes.Failure;
            }

            Log.Ending(logger, goal, end.Power);
            await host.ActAsync(end.Power, cancellationToken);
            return ExitCodes.Success;
        }, cancellationToken);

    private async Task<int> WithHostAsync(
        CommandSettings settings, Func<LocalHost, GatewayClient, ILogger, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            HostRoot root = new(settings.Root);
            (AgentConfig config, IReadOnlyList<UnknownKey> unknown) = await AgentConfigReader.ReadAsync(root.Resolve(settings.ConfigPath), cancellationToken);
            using ILoggerFactory loggers = CreateLoggers(settings, config);
            ILogger logger = loggers.CreateLogger("agent");
            Warn(logger, config, unknown);
            PluginServices services = new() { Processes = new ProcessRunner(clock), Clock = clock };
            PowerControl power = new(root, services.Processes);
            using LocalHost host = await LocalHost.OpenAsync(
                root, settings.ConfigPath, config, power, name => MakePlugin(name, services), clock, logger, cancellationToken);
            using GatewayChannels channels = new(clock);
            GatewayClient gateway = new(() => host.Config, channels, clock);
            return await action(host, gateway, logger);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is ConfigException or IdentityException or PluginException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"elemental-agent: {exception.Message}");
            return exception is ConfigException ? ExitCodes.Usage : ExitCodes.Failure;
        }
    }

    private ILoggerFactory CreateLoggers(CommandSettings settings, AgentConfig config) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(settings.Debug || config.Agent.Debug ? LogLevel.Debug : LogLevel.Information)
        .AddProvider(new LineLoggerProvider(errors, settings.LogFormat, clock)));

    private static void Warn(ILogger logger, AgentConfig config, IReadOnlyList<UnknownKey> unknown)
    {
        if (unknown.Count > 0)
            Log.UnknownKeys(logger, string.Join(", ", unknown));

        if (config.Agent.InsecureSkipTlsVerify)
            Log.TlsUnverified(logger);

        if (config.Registration.Uri.IsPlainHttp)
            Log.PlainHttp(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The configuration has keys this agent does not know: {Keys}.")]
        public static partial void UnknownKeys(ILogger logger, string keys);

        [LoggerMessage(2, LogLevel.Warning, "agent.insecureSkipTlsVerify is true: anybody can pretend to be the server.")]
        public static partial void TlsUnverified(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "registration.uri is plain http: tokens and bootstrap data travel in the clear.")]
        public static partial void PlainHttp(ILogger logger);

        [LoggerMessage(4, LogLevel.Error, "{Refusal}")]
        public static partial void Refused(ILogger logger, string refusal);

        [LoggerMessage(5, LogLevel.Information, "{Goal} is done; power: {Power}.")]
        public static partial void Ending(ILogger logger, AgentGoal goal, PowerAction power);
    }
}
