using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Client.Configuration;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

/// <summary>Our own kubeconfig may ask for a credential plugin: here a small shell script that numbers its tokens.</summary>
public sealed class CredentialPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kubeconfig_with_a_plugin_beside_it_logs_in_with_the_token_it_gives()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync("{}"));
        Plugin("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$1 and $GREETING"'"}}'""");
        string kubeconfig = _folder.Write("config", $"""
            current-context: c
            contexts:
            - name: c
              context:
                cluster: k
                user: u
            clusters:
            - name: k
              cluster:
                server: {server.Address}
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin
                  args:
                  - two words
                  env:
                  - name: GREETING
                    value: hello
                  interactiveMode: IfAvailable
            """);
        using KubernetesClient client = new(ClientConfiguration.Load(kubeconfig));

        await client.GetRawAsync("/version");
        await client.GetRawAsync("/version");

        Assert.Equal(["Bearer two words and hello", "Bearer two words and hello"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_it_expires()
    {
        Plugin(Numbered(_clock.GetUtcNow().AddMinutes(10)));
        CredentialPlugin plugin = NewPlugin();

        List<string?> tokens = [await TokenAsync(plugin), await TokenAsync(plugin)];
        _clock.Advance(TimeSpan.FromMinutes(9));
        tokens.Add(await TokenAsync(plugin));
        _clock.Advance(TimeSpan.FromSeconds(31));
        tokens.Add(await TokenAsync(plugin));

        Assert.Equal(["token-1", "token-1", "token-1", "token-2"], tokens);
    }

    [Fact]
    public async Task Many_requests_at_once_run_the_plugin_once()
    {
        Plugin(Numbered(expires: null));
        CredentialPlugin plugin = NewPlugin();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(plugin))), token => Assert.Equal("token-1", token));
    }

    [Fact]
    public async Task A_token_that_is_no_longer_accepted_is_asked_for_anew_once()
    {
        Plugin(Numbered(expires: null));
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Request.Headers.Authorization == "Bearer token-2"
            ? context.Response.JsonAsync("{}")
            : context.Response.RefuseAsync(401, "Unauthorized", "no"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, TokenProvider = NewPlugin() });

        await client.GetRawAsync("/version");

        Assert.Equal(["Bearer token-1", "Bearer token-2"], server.Requests.Select(request => request.Authorization));
    }

    [Theory]
    [InlineData("echo sesame; exit 3", "ended with code 3; what it wrote to standard error says why")]
    [InlineData("echo sesame", "answered with something that is no JSON; it must print an ExecCredential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"sesame"}}'""", "answered in another version than client.authentication.k8s.io/v1; ask for the one it speaks in apiVersion")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"sesame"}}'""", "gave no token; only plugins that give one are supported")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"sesame","expirationTimestamp":"soon"}}'""", "gave an expirationTimestamp that is no time")]
    public async Task What_goes_wrong_gets_one_sentence_without_what_the_plugin_said(string script, string sentence)
    {
        string path = Plugin(script);

        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(() => TokenAsync(NewPlugin()));

        Assert.Equal($"The credential plugin {path} of the tests {sentence}.", refusal.Message);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_named()
    {
        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(() => TokenAsync(NewPlugin()));

        Assert.StartsWith($"The credential plugin {Path.Combine(_folder.Path, "plugin")} of the tests cannot be started (", refusal.Message);
    }

    private string Numbered(DateTimeOffset? expires)
    {
        string expiry = expires is { } at ? $$""","expirationTimestamp":"{{at:yyyy-MM-dd'T'HH:mm:ss'Z'}}" """ : "";
        string answer = """{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"token-RUNS"EXPIRY}}""".Replace("EXPIRY", expiry.TrimEnd());
        return $"""
            echo x >> {_folder.Path}/runs
            echo '{answer}' | sed "s/RUNS/$(wc -l < {_folder.Path}/runs)/"
            """;
    }

    private string Plugin(string script)
    {
        string path = _folder.Write("plugin", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private CredentialPlugin NewPlugin() =>
        new(new CredentialPluginSettings("the tests", "client.authentication.k8s.io/v1", Path.Combine(_folder.Path, "plugin"), [], []), _clock);

    private static async Task<string?> TokenAsync(CredentialPlugin plugin) => (await plugin.GetAuthenticationHeaderAsync(CancellationToken.None)).Parameter;
}
