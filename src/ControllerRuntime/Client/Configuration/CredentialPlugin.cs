using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Authentication;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>What a kubeconfig says of a credential plugin (<c>exec</c>).</summary>
/// <param name="Source">The user of the kubeconfig, for messages.</param>
/// <param name="ApiVersion">Version of the ExecCredential that it speaks.</param>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables it gets besides ours.</param>
internal sealed record CredentialPluginSettings(
    string Source, string ApiVersion, string Command, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment);

/// <summary>
/// Gets tokens from a credential plugin, as kubectl does for EKS, GKE and OIDC: run when a token is needed and the last one has expired or is no
/// longer accepted. The package's own provider joins the arguments by spaces and needs reflection-based JSON, which this product switches off.
/// </summary>
/// <param name="settings">What to run.</param>
/// <param name="clock">Tells whether a token has expired.</param>
internal sealed class CredentialPlugin(CredentialPluginSettings settings, TimeProvider clock) : ITokenProvider, IRenewableToken
{
    /// <summary>A token is replaced this long before it expires: requests take time, and clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>A plugin that asks a person, or a server that is gone, must not hold requests forever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Credential? _current;
    private Task<Credential>? _running;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        Task<Credential> running;
        lock (_lock)
        {
            if (_current is { } current && current.IsValidAt(clock.GetUtcNow()))
                return current.Header;

            // One run serves all who ask meanwhile; it is not theirs to cancel.
            if (_running is null or { IsCompleted: true })
                _running = Task.Run(RunAsync, CancellationToken.None);
            running = _running;
        }

        return (await running.WaitAsync(cancellationToken)).Header;
    }

    public bool Renew(AuthenticationHeaderValue? refused)
    {
        lock (_lock)
        {
            // Of many requests that were refused together one has the plugin run again.
            if (_current is { } current && Equals(current.Header, refused))
                _current = null;
            return true;
        }
    }

    private async Task<Credential> RunAsync()
    {
        Credential fresh = await AskAsync();
        lock (_lock)
            _current = fresh;
        return fresh;
    }

    private async Task<Credential> AskAsync()
    {
        using CancellationTokenSource patience = new(Patience, clock);
        using Process process = new() { StartInfo = StartInfo() };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw Failed($"cannot be started ({exception.Message}); install it, or give its whole path", exception);
        }

        try
        {
            process.StandardInput.Close();
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? Read(output)
                : throw Failed($"ended with code {process.ExitCode}; what it wrote to standard error says why");
        }
        catch (OperationCanceledException)
        {
            throw Failed($"did not answer within {Patience.TotalSeconds:0} s; run it by hand to see what it waits for");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo start = new(settings.Command, settings.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject
        {
            ["apiVersion"] = settings.ApiVersion,
            ["kind"] = "ExecCredential",
            ["spec"] = new JsonObject { ["interactive"] = false },
        }.ToJsonString();
        foreach ((string name, string value) in settings.Environment)
            start.Environment[name] = value;
        return start;
    }

    private Credential Read(string output)
    {
        JsonObject? answer;
        try
        {
            answer = JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            // What it said may be a secret: it is not repeated.
            throw Failed("answered with something that is no JSON; it must print an ExecCredential");
        }

        if (Text(answer, "apiVersion") != settings.ApiVersion)
            throw Failed($"answered in another version than {settings.ApiVersion}; ask for the one it speaks in apiVersion");

        JsonObject? status = answer?["status"] as JsonObject;
        if (Text(status, "token") is not { Length: > 0 } token)
            throw Failed("gave no token; only plugins that give one are supported");

        return Text(status, "expirationTimestamp") is not { } expiry ? new Credential(token, null)
            : DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? new Credential(token, at)
            : throw Failed("gave an expirationTimestamp that is no time");
    }

    private static string? Text(JsonObject? map, string field) => map?[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private HttpRequestException Failed(string what, Exception? cause = null) =>
        new($"The credential plugin {settings.Command} of {settings.Source} {what}.", cause);

    private sealed class Credential(string token, DateTimeOffset? expires)
    {
        public AuthenticationHeaderValue Header { get; } = new("Bearer", token);

        public bool IsValidAt(DateTimeOffset now) => expires is null || now < expires.Value - Margin;
    }
}
