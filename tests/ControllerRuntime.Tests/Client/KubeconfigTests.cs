using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class KubeconfigTests
{
    private const string Minimal = """
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts:
        - name: dev
          context: {cluster: local, user: me, namespace: team}
        clusters:
        - name: local
          cluster: {server: "https://10.0.0.1:6443/prefix"}
        users:
        - name: me
          user: {token: sesame}
        """;

    [Fact]
    public void The_current_context_decides_server_namespace_and_token()
    {
        KubernetesClientConfiguration configuration = ClientConfiguration.Parse(Minimal);

        Assert.Equal("https://10.0.0.1:6443/prefix", configuration.Host);
        Assert.Equal("team", configuration.Namespace);
        Assert.Equal("sesame", configuration.AccessToken);
        Assert.Null(configuration.SslCaCerts);
    }

    [Fact]
    public void Json_is_yaml_too()
    {
        const string Json = """
            {"current-context":"c","contexts":[{"name":"c","context":{"cluster":"k"}}],"clusters":[{"name":"k","cluster":{"server":"http://127.0.0.1:1"}}]}
            """;

        Assert.Equal("http://127.0.0.1:1/", ClientConfiguration.Parse(Json).Host);
    }

    [Fact]
    public void Another_context_can_be_asked_for()
    {
        string yaml = Minimal.Replace("contexts:\n", "contexts:\n- name: other\n  context: {cluster: local}\n");

        Assert.Null(ClientConfiguration.Parse(yaml, "other").AccessToken);
    }

    [Fact]
    public void Certificates_come_from_base64_or_from_files_beside_the_kubeconfig()
    {
        using TemporaryFolder folder = new();
        TestCertificates certificates = new("ca");
        (_, string pem, string key) = certificates.Issue("admin");
        folder.Write("pki/ca.crt", certificates.AuthorityPem);
        folder.Write("pki/admin.key", key);
        string path = folder.Write("config", Minimal
            .Replace("prefix\"", "prefix\", certificate-authority: pki/ca.crt")
            .Replace("token: sesame", $"client-certificate-data: {Base64(pem)}, client-key: pki/admin.key"));

        KubernetesClientConfiguration configuration = ClientConfiguration.Load(path, context: null);

        Assert.Equal(certificates.Authority.Thumbprint, Assert.Single(configuration.SslCaCerts).Thumbprint);
        Assert.Equal(Base64(pem), configuration.ClientCertificateData);
        Assert.Equal(Base64(key), configuration.ClientCertificateKeyData);
    }

    [Theory]
    [InlineData("current-context: dev", "current-context: ''", "the kubeconfig has no current-context; name a context.")]
    [InlineData("current-context: dev", "current-context: prod", "the kubeconfig has no context 'prod'; it has dev.")]
    [InlineData("cluster: local,", "cluster: far,", "the kubeconfig: contexts['dev'].context.cluster names 'far', which is not there; there is local.")]
    [InlineData("user: me,", "user: you,", "the kubeconfig: contexts['dev'].context.user names 'you', which is not there; there is me.")]
    [InlineData("server: \"https://10.0.0.1:6443/prefix\"", "x: y", "the kubeconfig: clusters['local'].cluster.server is not set.")]
    [InlineData("https://10.0.0.1:6443/prefix", "10.0.0.1", "the kubeconfig: clusters['local'].cluster.server must be an address such as https://host:6443, not '10.0.0.1'.")]
    [InlineData("token: sesame", "client-key-data: eA==", "the kubeconfig: users['me'].user.client-certificate is not set although client-key is.")]
    [InlineData("token: sesame", "client-certificate-data: eA==, client-key-data: eA==", "the kubeconfig: users['me'].user.client-certificate and client-key are no matching pair in PEM form.")]
    [InlineData("token: sesame", "client-key-data: '%'", "the kubeconfig: users['me'].user.client-key-data is no base64.")]
    [InlineData("token: sesame", "exec: {command: aws}", "the kubeconfig: users['me'].user.exec.apiVersion is not set; it must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws}", "the kubeconfig: users['me'].user.exec.apiVersion must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1, not 'client.authentication.k8s.io/v1alpha1'.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1}", "the kubeconfig: users['me'].user.exec.command is not set.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, args: get-token}", "the kubeconfig: users['me'].user.exec.args must be a list of texts.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, env: [a]}", "the kubeconfig: users['me'].user.exec.env must be a list of maps.")]
    [InlineData("token: sesame", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, interactiveMode: Always}", "the kubeconfig: users['me'].user.exec.interactiveMode is Always, but nobody sits in front of this process; use a plugin that asks nobody.")]
    [InlineData("token: sesame", "auth-provider: {name: gcp}", "the kubeconfig: users['me'].user.auth-provider asks for an auth provider, which Kubernetes no longer has; use exec, a token, tokenFile or client-certificate.")]
    [InlineData("token: sesame", "username: admin", "the kubeconfig: users['me'].user.username asks for a password login, which Kubernetes no longer has; use exec, a token, tokenFile or client-certificate.")]
    [InlineData("token: sesame", "token: [a]", "the kubeconfig: users['me'].user.token must be a text.")]
    [InlineData("prefix\"", "prefix\", insecure-skip-tls-verify: perhaps", "the kubeconfig: clusters['local'].cluster.insecure-skip-tls-verify must be true or false, not 'perhaps'.")]
    [InlineData("- name: me", "- nome: me", "the kubeconfig: users[0].name is not set.")]
    public void Every_mistake_gets_one_sentence_that_names_the_field(string right, string wrong, string sentence)
    {
        Assert.Contains(right, Minimal);

        Assert.Equal(sentence, Refusal(Minimal.Replace(right, wrong)));
    }

    [Fact]
    public void Broken_yaml_is_located_and_not_quoted() =>
        Assert.Equal("the kubeconfig is no valid YAML at line 1, column 8.", Refusal("token: 'sesame\n"));

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- a list")]
    public void What_is_no_map_is_no_kubeconfig(string yaml) =>
        Assert.Equal("the kubeconfig is no kubeconfig: it must be a map with clusters, users and contexts.", Refusal(yaml));

    private static string Refusal(string yaml) =>
        Assert.Throws<KubernetesConfigurationException>(() => ClientConfiguration.Parse(yaml)).Message;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
