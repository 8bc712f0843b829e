using System.Linq.Expressions;
using ElementalProvider.Api.Meta;
using FluentValidation;

namespace ElementalProvider.Manager.Options;

/// <summary>Finds everything that is wrong with the arguments before anything starts. Each message is one sentence that names the option.</summary>
internal sealed class ManagerArgumentsValidator : AbstractValidator<ManagerArguments>
{
    private const int MaxWorkers = 256;
    private const int MaxLabelLength = 63;
    private static readonly TimeSpan MaxShutdownTimeout = TimeSpan.FromMinutes(10);

    public ManagerArgumentsValidator()
    {
        Must(x => x.Namespace, ManagerSettings.Namespace, IsDnsLabelOrEmpty, "must be the name of a namespace");
        Must(x => x.LeaderElectionNamespace, ManagerSettings.LeaderElectionNamespace, IsDnsLabelOrEmpty, "must be the name of a namespace");
        Must(x => x.LeaderElectionId, ManagerSettings.LeaderElectionId, IsDnsLabel, "must be a name of lower-case letters, digits and '-'");
        Must(x => x.WatchFilter, ManagerSettings.WatchFilter, LabelSyntax.IsValue, "must be the value of a label");
        Must(x => x.LeaderElect, ManagerSettings.LeaderElect, value => bool.TryParse(value, out _), "must be true or false");
        Must(x => x.AgentBindAddress, ManagerSettings.AgentBindAddress, IsEndpoint, "must be ADDRESS:PORT, such as 0.0.0.0:9443");
        Must(x => x.WebhookBindAddress, ManagerSettings.WebhookBindAddress, IsEndpoint, "must be ADDRESS:PORT, such as 0.0.0.0:9444");
        Must(x => x.WebhookCertDir, ManagerSettings.WebhookCertDir, IsFolderOrEmpty, "must name a folder that exists");
        Must(x => x.HealthBindAddress, ManagerSettings.HealthBindAddress, IsEndpointOrNone, "must be ADDRESS:PORT, such as 0.0.0.0:8081, or 0 for none");
        Must(x => x.MetricsBindAddress, ManagerSettings.MetricsBindAddress, IsEndpointOrNone, "must be ADDRESS:PORT, such as 127.0.0.1:8080, or 0 for none");
        Must(x => x.MetricsSecure, ManagerSettings.MetricsSecure, value => value.Length == 0 || bool.TryParse(value, out _), "must be true or false");
        Must(x => x.Workers, ManagerSettings.Workers, value => ArgumentValues.Whole(value) is >= 1 and <= MaxWorkers, $"must be a whole number from 1 to {MaxWorkers}");
        Must(x => x.LogLevel, ManagerSettings.LogLevel, value => ArgumentValues.Level(value) is not null, "must be verbose, debug, information, warning or error");
        Must(x => x.LogFormat, ManagerSettings.LogFormat, value => value is "text" or "json", "must be text or json");
        Must(x => x.OsVersionTimeout, ManagerSettings.OsVersionTimeout, value => ArgumentValues.Duration(value) is not null, "must be a time such as 90m or 8h, or 0s for no limit");
        Must(x => x.HostLostAfter, ManagerSettings.HostLostAfter, value => ArgumentValues.Duration(value) is not null, "must be a time such as 2m or 90s, or 0s for never");
        Must(x => x.ShutdownTimeout, ManagerSettings.ShutdownTimeout, IsShutdownTimeout, "must be a time up to 10m, such as 30s or 1m");
        Must(x => x.KubeApiQps, ManagerSettings.KubeApiQps, value => ArgumentValues.Number(value) is >= 0 and <= 1e6, "must be a number that is not negative");
        Must(x => x.AgentUrl, ManagerSettings.AgentUrl, value => value.Length == 0 || ArgumentValues.HttpsUrl(value) is not null, "must be an https URL without query, such as https://manager.example.com:9443");
        Must(x => x.AgentCaFile, ManagerSettings.AgentCaFile, IsFileOrEmpty, "must name a file that exists");
        Must(x => x.AgentReflection, ManagerSettings.AgentReflection, value => bool.TryParse(value, out _), "must be true or false");
        Must(
            x => x.AgentHandshakesPerAddress, ManagerSettings.AgentHandshakesPerAddress, value => ArgumentValues.Whole(value) is >= 0,
            "must be a whole number that is not negative");
        Must(x => x.TlsCertFile, ManagerSettings.TlsCertFile, IsFileOrEmpty, "must name a file that exists");
        Must(x => x.TlsKeyFile, ManagerSettings.TlsKeyFile, IsFileOrEmpty, "must name a file that exists");

        // The value is not repeated: somebody may have put a password into it.
        RuleFor(x => x.OtlpEndpoint)
            .Must(value => value.Length == 0 || ArgumentValues.HttpUrl(value) is not null)
            .WithMessage($"{ManagerSettings.OtlpEndpoint} must be an http or https URL without user and query, such as http://collector:4317; "
                + "credentials belong into OTEL_EXPORTER_OTLP_HEADERS.");

        RuleFor(x => x.TlsKeyFile)
            .Must((x, key) => (key.Length > 0) == (x.TlsCertFile.Length > 0))
            .WithMessage($"{ManagerSettings.TlsCertFile} and {ManagerSettings.TlsKeyFile} must be given together.");
        RuleFor(x => x.TlsDir)
            .Must((x, folder) => folder.Length == 0 || x.TlsCertFile.Length == 0)
            .WithMessage($"{ManagerSettings.TlsDir} holds the manager's own authority and has no use with {ManagerSettings.TlsCertFile}.");
        RuleFor(x => x.AgentUrl)
            .Must(url => url.Length > 0)
            .When(x => x.IsInCluster)
            .WithMessage($"{ManagerSettings.AgentUrl} must be given inside a cluster: machines outside have to reach the manager under it.");
        RuleFor(x => x.AgentUrl)
            .Must(url => url.Length > 0)
            .When(x => !x.IsInCluster && ArgumentValues.Endpoint(x.AgentBindAddress) is { Port: 0 })
            .WithMessage($"{ManagerSettings.AgentUrl} must be given where {ManagerSettings.AgentBindAddress} leaves the port to the system.");
    }

    private void Must(Expression<Func<ManagerArguments, string>> value, Setting setting, Func<string, bool> isValid, string rule) =>
        RuleFor(value).Must(isValid).WithMessage($"{setting} {rule}, but is '{{PropertyValue}}'.");

    private static bool IsDnsLabelOrEmpty(string value) => value.Length == 0 || IsDnsLabel(value);

    private static bool IsDnsLabel(string value) =>
        value.Length is > 0 and <= MaxLabelLength
        && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && value[0] != '-' && value[^1] != '-';

    private static bool IsEndpoint(string value) => ArgumentValues.Endpoint(value) is not null;

    private static bool IsEndpointOrNone(string value) => value == ArgumentValues.None || IsEndpoint(value);

    private static bool IsShutdownTimeout(string value) => ArgumentValues.Duration(value) is { } time && time <= MaxShutdownTimeout;

    private static bool IsFileOrEmpty(string value) => value.Length == 0 || File.Exists(value);

    private static bool IsFolderOrEmpty(string value) => value.Length == 0 || Directory.Exists(value);
}
