using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Persistence;

/// <summary>A whole server that ends and starts again on its data folder.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Token = "token";

    private readonly string _folder = Directory.CreateTempSubdirectory("elemental-dev-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kinds_and_objects_are_served_as_before()
    {
        string before;
        await using (DevApiServer server = await StartAsync())
        {
            await PostAsync(server, ApiServerFixture.Definitions, WidgetDefinition.Json);
            await PostAsync(server, ApiServerFixture.Widgets.In("default"), """{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{}}""");
            before = await GetAsync(server, ApiServerFixture.Widgets.In("default") + "/w");
        }

        await using (DevApiServer server = await StartAsync())
        {
            Assert.Equal(before, await GetAsync(server, ApiServerFixture.Widgets.In("default") + "/w"));
            JsonNode namespaces = JsonNode.Parse(await GetAsync(server, "api/v1/namespaces"))!;
            Assert.Equal(4, namespaces["items"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task What_was_under_way_when_it_ended_is_brought_to_its_end()
    {
        await using (DevApiServer server = await StartAsync())
        {
            await PostAsync(server, "api/v1/namespaces", """{"metadata":{"name":"going"}}""");
            await PostAsync(server, ApiServerFixture.ConfigMaps.In("going"), """{"metadata":{"name":"held","finalizers":["test.example.com/hold"]}}""");
            using HttpClient client = server.CreateClient(Token);
            (await client.DeleteAsync(new Uri("api/v1/namespaces/going", UriKind.Relative))).EnsureSuccessStatusCode();
        }

        await using (DevApiServer server = await StartAsync())
        {
            using HttpClient client = server.CreateClient(Token);
            using HttpResponseMessage watch = await client.GetAsync(
                new Uri("api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Dgoing", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            using StringContent released = new("""{"metadata":{"finalizers":null}}""");
            released.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json");
            (await client.PatchAsync(new Uri(ApiServerFixture.ConfigMaps.In("going") + "/held", UriKind.Relative), released)).EnsureSuccessStatusCode();

            using StreamReader events = new(await watch.Content.ReadAsStreamAsync());
            while (await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line && JsonNode.Parse(line)!["type"]!.GetValue<string>() != "DELETED")
                continue;
        }
    }

    private Task<DevApiServer> StartAsync() => DevApiServer.StartAsync(new DevApiServerOptions
    {
        DataDirectory = _folder,
        Tokens = new Dictionary<string, DevApiServerUser>(StringComparer.Ordinal) { [Token] = new DevApiServerUser("test", ["system:masters"]) },
    });

    private static async Task<string> GetAsync(DevApiServer server, string path)
    {
        using HttpClient client = server.CreateClient(Token);
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    private static async Task PostAsync(DevApiServer server, string path, string body)
    {
        using HttpClient client = server.CreateClient(Token);
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }
}
