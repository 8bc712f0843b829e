using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Client.Configuration;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_explicit_file_wins_over_everything()
    {
        string path = _folder.Write("explicit", Kubeconfig("explicit"));
        ConfigurationEnvironment environment = Pod() with { Kubeconfig = _folder.Write("env", Kubeconfig("env")) };

        Assert.Equal("https://explicit/", ConfigurationLoader.Load(path, null, environment).Host);
    }

    [Fact]
    public void An_explicit_file_that_is_not_there_is_an_error_that_names_it()
    {
        string path = Path.Combine(_folder.Path, "missing");

        string sentence = Assert.Throws<KubernetesConfigurationException>(() => ConfigurationLoader.Load(path, null, Nothing())).Message;

        Assert.StartsWith($"The kubeconfig {path} cannot be read: ", sentence);
    }

    [Fact]
    public void The_files_of_KUBECONFIG_are_merged_and_the_first_entry_wins()
    {
        string first = _folder.Write("first", "current-context: c\nclusters: [{name: k, cluster: {server: 'https://first'}}]");
        string second = _folder.Write("second", Kubeconfig("second") + "\nusers: [{name: u, user: {token: t}}]");
        string missing = Path.Combine(_folder.Path, "missing");
        ConfigurationEnvironment environment = Pod() with { Kubeconfig = string.Join(Path.PathSeparator, first, missing, second) };

        Assert.Equal("https://first/", ConfigurationLoader.Load(null, null, environment).Host);
    }

    [Fact]
    public void KUBECONFIG_without_any_file_is_an_error()
    {
        string missing = Path.Combine(_folder.Path, "missing");

        Assert.Equal(
            $"None of the files of KUBECONFIG exists: {missing}.",
            Assert.Throws<KubernetesConfigurationException>(() => ConfigurationLoader.Load(null, null, Nothing() with { Kubeconfig = missing })).Message);
    }

    [Fact]
    public void In_a_pod_the_service_account_is_used()
    {
        KubernetesClientConfiguration configuration = ConfigurationLoader.Load(null, null, Pod());

        Assert.Equal("https://10.96.0.1/", configuration.Host);
        Assert.Equal(Path.Combine(_folder.Path, "sa", "token"), Assert.IsType<TokenFile>(configuration.TokenProvider).Path);
        Assert.Equal("capi-system", configuration.Namespace);
        Assert.Single(configuration.SslCaCerts);
    }

    [Fact]
    public void An_ipv6_service_address_gets_its_brackets() =>
        Assert.Equal("https://[fd00::1]/", ConfigurationLoader.InCluster(Pod() with { ServiceHost = "fd00::1" }).Host);

    [Fact]
    public void A_pod_without_a_token_is_told_what_to_do()
    {
        ConfigurationEnvironment environment = Pod() with { ServiceAccountFolder = _folder.Path };

        Assert.Equal(
            $"The service account token {Path.Combine(_folder.Path, "token")} is not there; let the pod mount it (automountServiceAccountToken).",
            Assert.Throws<KubernetesConfigurationException>(() => ConfigurationLoader.InCluster(environment)).Message);
    }

    [Fact]
    public void Outside_of_a_pod_the_file_of_the_user_is_used()
    {
        _folder.Write("home/.kube/config", Kubeconfig("user"));

        Assert.Equal("https://user/", ConfigurationLoader.Load(null, null, Nothing()).Host);
    }

    [Fact]
    public void With_nothing_at_all_the_sentence_says_what_was_looked_for() =>
        Assert.Equal(
            $"No Kubernetes configuration found: there is no {Path.Combine(_folder.Path, "home", ".kube", "config")}, KUBECONFIG is not set and this is no pod; pass a kubeconfig file.",
            Assert.Throws<KubernetesConfigurationException>(() => ConfigurationLoader.Load(null, null, Nothing())).Message);

    private static string Kubeconfig(string host) =>
        $"current-context: c\ncontexts: [{{name: c, context: {{cluster: k}}}}]\nclusters: [{{name: k, cluster: {{server: 'https://{host}'}}}}]";

    private ConfigurationEnvironment Nothing() => new() { Home = Path.Combine(_folder.Path, "home") };

    private ConfigurationEnvironment Pod()
    {
        _folder.Write("sa/token", "t");
        _folder.Write("sa/namespace", "capi-system\n");
        _folder.Write("sa/ca.crt", new TestCertificates("cluster").AuthorityPem);
        return Nothing() with { ServiceHost = "10.96.0.1", ServicePort = "443", ServiceAccountFolder = Path.Combine(_folder.Path, "sa") };
    }
}
