using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.Conformance;

/// <summary>What the project ships is held against Cluster API's own definitions, and so are the smaller ones that the development cluster simulates.</summary>
public sealed partial class ClusterApiTests(ClusterApiTests.Server server) : IClassFixture<ClusterApiTests.Server>
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["CLUSTER_NAME"] = "lab",
        ["NAMESPACE"] = "default",
        ["CONTROL_PLANE_ENDPOINT_HOST"] = "10.0.0.1",
        ["CONTROL_PLANE_MACHINE_COUNT"] = "3",
        ["WORKER_MACHINE_COUNT"] = "2",
        ["KUBERNETES_VERSION"] = "v1.36.0",
    };

    public static TheoryData<string> Shipped() =>
        [.. Files("templates", "*.yaml").Concat(Files("config/samples", "*.yaml")).Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal))];

    public static TheoryData<string> Simulated() => ["clusters", "machinedeployments", "machines", "machinesets"];

    [Theory, MemberData(nameof(Shipped))]
    public async Task Templates_and_samples_satisfy_the_definitions_of_Cluster_API(string file)
    {
        string text = Variable().Replace(await File.ReadAllTextAsync(Path.Combine(Root, file)), match =>
            Variables.TryGetValue(match.Groups["name"].Value, out string? value) ? value
            : match.Groups["default"] is { Success: true } fallback ? fallback.Value
            : throw new InvalidOperationException($"{file} has the variable {match.Groups["name"].Value}, which this test does not know"));

        List<string> problems = [];
        foreach (string document in Documents(text))
        {
            (HttpStatusCode status, string answer) = await server.CreateDryAsync(document);
            if (status != HttpStatusCode.Created)
                problems.Add(answer);
        }

        Assert.Empty(problems);
    }

    [Theory, MemberData(nameof(Simulated))]
    public void What_is_simulated_has_the_names_columns_and_fields_of_the_original(string kind)
    {
        JsonNode simulated = server.Simulated[$"{kind}.cluster.x-k8s.io"]["spec"]!, original = server.Originals[$"{kind}.cluster.x-k8s.io"]["spec"]!;

        Assert.True(JsonNode.DeepEquals(original["names"], simulated["names"]), $"{simulated["names"]} instead of {original["names"]}");
        foreach (JsonNode? version in simulated["versions"]!.AsArray())
        {
            JsonNode counterpart = original["versions"]!.AsArray().Single(other => (string)other!["name"]! == (string)version!["name"]!)!;
            Assert.Empty(Columns(version!).Except(Columns(counterpart), StringComparer.Ordinal));
            Assert.Empty(Fields(version!["schema"]!["openAPIV3Schema"]!, string.Empty).Except(Fields(counterpart["schema"]!["openAPIV3Schema"]!, string.Empty), StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Columns(JsonNode version) => version["additionalPrinterColumns"]!.AsArray().Select(column => $"{column!["name"]} {column["type"]} {column["jsonPath"]}");

    private static IEnumerable<string> Fields(JsonNode schema, string path)
    {
        yield return $"{path}: {schema["type"]}";
        foreach ((string name, JsonNode? member) in schema["properties"]?.AsObject() ?? [])
        {
            foreach (string field in Fields(member!, $"{path}.{name}"))
                yield return field;
        }

        if (schema["items"] is { } items)
        {
            foreach (string field in Fields(items, $"{path}[]"))
                yield return field;
        }
    }

    private static IEnumerable<string> Documents(string text) =>
        Regex.Split(text, @"^---\s*$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Where(document => document.Contains("kind:", StringComparison.Ordinal));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    private static string Root { get; } = FindRoot();

    private static string FindRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(:=(?<default>[^}]*))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^apiVersion: (?<group>[^/\s]+)/(?<version>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex ApiVersion();

    [GeneratedRegex(@"^kind: (?<kind>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Kind();

    /// <summary>A server with the definitions of Cluster API and of this provider.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private const string Definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        private const string Token = "cluster-api-token";
        private DevApiServer? _server;
        private HttpClient? _client;

        /// <summary>Cluster API's definitions and the provider's own, by name.</summary>
        internal IReadOnlyDictionary<string, JsonNode> Originals { get; private set; } = null!;

        /// <summary>The definitions of the development cluster, by name.</summary>
        internal IReadOnlyDictionary<string, JsonNode> Simulated { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _server = await StartAsync([
                .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "ClusterApi"), "*.yaml"),
                .. Directory.GetFiles(Path.Combine(Root, "config", "crd"), "*elemental*.yaml")]);
            _client = _server.CreateClient(Token);
            Originals = await ReadAsync(_client);
            await using DevApiServer simulated = await StartAsync(Directory.GetFiles(Path.Combine(Root, "src", "DevCluster", "ClusterApi", "Definitions"), "*.yaml"));
            using HttpClient client = simulated.CreateClient(Token);
            Simulated = await ReadAsync(client);
        }

        public async Task DisposeAsync()
        {
            _client!.Dispose();
            await _server!.DisposeAsync();
        }

        /// <summary>Asks the server whether it would take an object, to the last field.</summary>
        internal async Task<(HttpStatusCode Status, string Text)> CreateDryAsync(string yaml)
        {
            Match apiVersion = ApiVersion().Match(yaml);
            string group = apiVersion.Groups["group"].Value, kind = Kind().Match(yaml).Groups["kind"].Value;
            JsonNode? spec = Originals.Values.Select(definition => definition["spec"]!)
                .SingleOrDefault(spec => (string)spec["names"]!["kind"]! == kind && (string)spec["group"]! == group);
            if (spec is null)
                return (HttpStatusCode.NotFound, $"there is no definition of the kind {kind} in the group {group}");
            string path = $"apis/{group}/{apiVersion.Groups["version"].Value}/namespaces/default/{spec["names"]!["plural"]}?dryRun=All&fieldValidation=Strict";
            using StringContent content = new(yaml, Encoding.UTF8, "application/yaml");
            using HttpResponseMessage answer = await _client!.PostAsync(new Uri(path, UriKind.Relative), content);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        private static async Task<DevApiServer> StartAsync(string[] definitions)
        {
            DevApiServer server = await DevApiServer.StartAsync(new DevApiServerOptions
            {
                Tokens = new Dictionary<string, DevApiServerUser>(StringComparer.Ordinal) { [Token] = new DevApiServerUser("kubernetes-admin", ["system:masters"]) },
            });
            await server.ApplyAsync([.. definitions.Select(File.ReadAllText)]);
            return server;
        }

        private static async Task<IReadOnlyDictionary<string, JsonNode>> ReadAsync(HttpClient client) =>
            JsonNode.Parse(await client.GetStringAsync(new Uri(Definitions, UriKind.Relative)))!["items"]!.AsArray()
                .ToDictionary(definition => (string)definition!["metadata"]!["name"]!, definition => definition!, StringComparer.Ordinal);
    }
}
