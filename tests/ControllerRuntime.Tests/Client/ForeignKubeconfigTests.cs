using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

/// <summary>Kubeconfigs that somebody else wrote: they say where their server is and how to log in, and get nothing of ours.</summary>
public sealed class ForeignKubeconfigTests
{
    private const string Harmless = """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts:
        - name: c
          context: {cluster: k, user: u}
        clusters:
        - name: k
          cluster: {server: "https://10.0.0.1:6443"}
        users:
        - name: u
          user: {token: sesame}
        """;

    [Fact]
    public void A_harmless_one_is_read()
    {
        KubernetesClientConfiguration configuration = ClientConfiguration.ParseForeign(Harmless.Replace("token: sesame", "token: sesame, as: someone, extensions: []"));

        Assert.Equal(("https://10.0.0.1:6443/", "sesame"), (configuration.Host, configuration.AccessToken));
        Assert.Null(configuration.TokenProvider);
    }

    [Theory]
    [InlineData("token: sesame", "tokenFile: FILE", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("token: sesame", "client-certificate: FILE, client-key: FILE", "users[0].user.client-certificate names a file of this machine; put its content into client-certificate-data.")]
    [InlineData("token: sesame", "client-certificate-data: eA==, client-key: FILE", "users[0].user.client-key names a file of this machine; put its content into client-key-data.")]
    [InlineData("6443\"", "6443\", certificate-authority: FILE", "clusters[0].cluster.certificate-authority names a file of this machine; put its content into certificate-authority-data.")]
    [InlineData("6443\"", "6443\", proxy-url: 'http://169.254.169.254'", "clusters[0].cluster.proxy-url asks for a proxy, which is not allowed here; let the server be reachable without one.")]
    [InlineData("https://10", "http://10", "clusters[0].cluster.server must begin with https://; credentials are not sent in clear text.")]
    [InlineData("https://10", "socks5://10", "clusters[0].cluster.server must begin with https://; credentials are not sent in clear text.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [FILE]}", "users[0].user.exec asks for a credential plugin, which is not allowed here; use a token or client-certificate-data.")]
    [InlineData("token: sesame", "auth-provider: {name: oidc}", "users[0].user.auth-provider asks for an auth provider, which is not allowed here; use a token or client-certificate-data.")]
    // Beside something harmless, which would win.
    [InlineData("token: sesame", "token: sesame, tokenFile: FILE", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    // Empty, odd or unread spellings: nobody has to know which of them count.
    [InlineData("token: sesame", "tokenFile: ''", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("token: sesame", "TOKENFile: FILE", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("token: sesame", "\"token\\x46ile\": FILE", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("token: sesame", "tokenFile: {a: b}", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("token: sesame", "!!str tokenFile: FILE", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    // Users and clusters that no context uses.
    [InlineData("users:\n", "users:\n- name: spare\n  user: {tokenFile: FILE}\n", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    [InlineData("clusters:\n", "clusters:\n- name: spare\n  cluster: {server: 'http://a'}\n", "clusters[0].cluster.server must begin with https://; credentials are not sent in clear text.")]
    [InlineData("users:\n- name: u\n  user: {token: sesame}", "users:\n- name: u\n  user: {token: sesame}\n- name: u\n  user: {tokenFile: FILE}", "users[1].user.tokenFile names a file of this machine; put its content into token.")]
    // Anchors lead to the same map.
    [InlineData("  user: {token: sesame}", "  user: &x {tokenFile: FILE}\n- name: v\n  user: *x", "users[0].user.tokenFile names a file of this machine; put its content into token.")]
    public void What_would_lend_our_rights_is_refused_before_anything_is_read(string harmless, string harmful, string sentence)
    {
        using TemporaryFolder folder = new();
        string there = folder.Write("secret", "ours");
        string missing = Path.Combine(folder.Path, "missing");
        Assert.Contains(harmless, Harmless);

        // The same words whether the file is there or not.
        Assert.Equal($"the kubeconfig: {sentence}", Refusal(Harmless.Replace(harmless, harmful.Replace("FILE", there))));
        Assert.Equal($"the kubeconfig: {sentence}", Refusal(Harmless.Replace(harmless, harmful.Replace("FILE", missing))));
        Assert.False(File.Exists(missing));
    }

    [Theory]
    [InlineData("users:\n- name: u\n  user: {token: a, token: b}")]
    [InlineData("users: []\nusers: []")]
    public void A_key_that_stands_twice_is_no_yaml(string yaml) => Assert.Contains(" is no valid YAML at line ", Refusal(yaml));

    [Fact]
    public void A_merge_key_brings_nothing_along() =>
        Assert.Equal(
            "the kubeconfig: clusters['k'].cluster.server is not set.",
            Refusal(Harmless.Replace("cluster: {server: \"https://10.0.0.1:6443\"}", "cluster:\n    <<: {server: \"http://10.0.0.1\"}")));

    [Fact]
    public void Of_several_documents_the_first_counts() =>
        Assert.Equal("https://10.0.0.1:6443/", ClientConfiguration.ParseForeign($"{Harmless}\n---\nusers: []\n").Host);

    private static string Refusal(string yaml) =>
        Assert.Throws<KubernetesConfigurationException>(() => ClientConfiguration.ParseForeign(yaml)).Message;
}
