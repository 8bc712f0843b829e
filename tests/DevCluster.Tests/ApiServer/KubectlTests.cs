using ElementalProvider.Testing;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class KubectlTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>, IDisposable
{
    private readonly Kubectl _kubectl = new(server.AdminKubeconfig);

    [KubectlFact]
    public async Task Kubectl_applies_gets_patches_and_deletes_custom_resources()
    {
        string ns = await server.CreateNamespaceAsync();
        string manifest = $$"""
            apiVersion: test.example.com/v1
            kind: Widget
            metadata: {name: a, namespace: {{ns}}}
            spec: {color: red}
            """;

        Assert.Equal("widget.test.example.com/a created\n", await _kubectl.RunAsync("apply -f -", manifest));
        Assert.Equal("widget.test.example.com/a unchanged\n", await _kubectl.RunAsync("apply -f -", manifest));
        Assert.Equal("widget.test.example.com/a configured\n", await _kubectl.RunAsync("apply -f -", manifest.Replace("red", "blue", StringComparison.Ordinal)));
        Assert.Matches(@"NAME\s+COLOR\s+READY\s+a\s+blue", await _kubectl.RunAsync($"get wgt -n {ns}"));
        await _kubectl.RunAsync($"patch widget a -n {ns} --subresource=status --type=merge -p {{\"status\":{{\"conditions\":[{{\"type\":\"Ready\",\"status\":\"True\"}}]}}}}".Replace("\"", "\\\"", StringComparison.Ordinal));
        Assert.Equal("widget.test.example.com/a condition met\n", await _kubectl.RunAsync($"wait widget a -n {ns} --for=condition=Ready --timeout=30s"));
        Assert.Equal("widget.test.example.com/a scaled\n", await _kubectl.RunAsync($"scale widget a -n {ns} --replicas=3"));
        Assert.Equal("widget.test.example.com \"a\" deleted\n", await _kubectl.RunAsync($"delete widget a -n {ns} --timeout=30s"));
    }

    [KubectlFact]
    public async Task Kubectl_sees_validation_errors_as_the_real_server_words_them()
    {
        string ns = await server.CreateNamespaceAsync();
        string manifest = $"apiVersion: test.example.com/v1\nkind: Widget\nmetadata: {{name: a, namespace: {ns}}}\nspec: {{SPEC}}\n";

        (int invalidCode, string invalid) = await _kubectl.TryAsync("apply -f -", manifest.Replace("SPEC", "color: pink", StringComparison.Ordinal));
        (int unknownCode, string unknown) = await _kubectl.TryAsync("apply -f -", manifest.Replace("SPEC", "nope: 1", StringComparison.Ordinal));

        Assert.Equal((1, "The Widget \"a\" is invalid: spec.color: Unsupported value: \"pink\": supported values: \"red\", \"green\", \"blue\"\n"), (invalidCode, invalid));
        Assert.Equal(1, unknownCode);
        Assert.Contains("strict decoding error: unknown field \"spec.nope\"", unknown, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Kubectl_creates_and_describes_built_in_kinds()
    {
        string ns = await server.CreateNamespaceAsync();

        Assert.Equal("configmap/c created\n", await _kubectl.RunAsync($"create configmap c -n {ns} --from-literal=a=1"));
        Assert.Equal("secret/s created\n", await _kubectl.RunAsync($"create secret generic s -n {ns} --from-literal=user=me"));
        Assert.Equal("1", await _kubectl.RunAsync($"get configmap c -n {ns} -o jsonpath={{.data.a}}"));
        Assert.Equal("bWU=", await _kubectl.RunAsync($"get secret s -n {ns} -o jsonpath={{.data.user}}"));
        Assert.Contains("user:  2 bytes", await _kubectl.RunAsync($"describe secret s -n {ns}"), StringComparison.Ordinal);
        Assert.Contains("color\t<string>", await _kubectl.RunAsync("explain widgets.spec"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Kubectl_asks_who_it_is_and_what_it_may_do()
    {
        Assert.Equal("yes\n", await _kubectl.RunAsync("auth can-i create widgets.test.example.com"));
        Assert.Contains("kubernetes-admin", await _kubectl.RunAsync("auth whoami"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Client_certificates_and_tokens_of_kubeconfigs_name_their_users()
    {
        using var jane = new Kubectl(server.Server.KubeconfigForUser("jane", ["readers"]));
        using var token = new Kubectl(server.Server.KubeconfigForToken("any", "fixture-token"));
        using var stranger = new Kubectl(server.Server.KubeconfigForToken("any", "nonsense"));

        Assert.Matches(@"Username\s+jane\s+Groups\s+\[readers system:authenticated\]", await jane.RunAsync("auth whoami"));
        Assert.Matches(@"Username\s+test\s", await token.RunAsync("auth whoami"));
        (int code, string output) = await stranger.TryAsync("get namespaces");
        Assert.Equal(1, code);
        Assert.Contains("You must be logged in to the server", output, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Kubectl_deletes_a_namespace_and_waits_for_its_end()
    {
        Assert.Equal("namespace/short created\n", await _kubectl.RunAsync("create namespace short"));
        await _kubectl.RunAsync("create configmap c -n short");

        Assert.Equal("namespace \"short\" deleted\n", await _kubectl.RunAsync("delete namespace short --timeout=60s"));
    }

    public void Dispose() => _kubectl.Dispose();
}
