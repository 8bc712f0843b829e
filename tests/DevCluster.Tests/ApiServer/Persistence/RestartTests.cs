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

    [Fact]
    public async Task Nobody_hears_of_a_write_before_it_is_on_the_disk()
    {
        using DiskGate disk = new();
        await using DevApiServer server = await StartAsync(disk);
        using HttpClient client = server.CreateClient(Token);
        using HttpResponseMessage watch = await client.GetAsync(
            new Uri(ApiServerFixture.ConfigMaps.In("default") + "?watch=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using StreamReader events = new(await watch.Content.ReadAsStreamAsync());
        disk.Close();

        Task written = PostAsync(server, ApiServerFixture.ConfigMaps.In("default"), """{"metadata":{"name":"a"}}""");
        await disk.Entered;
        Task<string> read = GetAsync(server, ApiServerFixture.ConfigMaps.In("default") + "/a"), listed = GetAsync(server, ApiServerFixture.ConfigMaps.In("default"));
        Task<string?> told = events.ReadLineAsync();
        // What was there before is on the disk.
        await GetAsync(server, "api/v1/namespaces/default");
        await GetAsync(server, "version");

        Assert.DoesNotContain([written, read, listed, told], task => task.IsCompleted);
        disk.Open();
        await Task.WhenAll(written, read, listed, told).WaitAsync(TimeSpan.FromSeconds(60));
        JsonNode heard = JsonNode.Parse((await told)!)!;
        Assert.Equal(("ADDED", "a"), (heard["type"]!.GetValue<string>(), heard["object"]!["metadata"]!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_disk_that_fails_ends_all_writing_and_says_so()
    {
        using DiskGate disk = new();
        await using DevApiServer server = await StartAsync(disk);
        string before = await GetAsync(server, "api/v1/namespaces/default");
        disk.IsBroken = true;

        for (int attempt = 0; attempt < 2; attempt++)
        {
            using HttpClient client = server.CreateClient(Token);
            using StringContent content = new($$$"""{"metadata":{"name":"a{{{attempt}}}"}}""", System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync(new Uri(ApiServerFixture.ConfigMaps.In("default"), UriKind.Relative), content);
            Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Contains("the log could not be brought to the disk (Input/output error)", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            disk.IsBroken = false;
        }

        Assert.Equal(before, await GetAsync(server, "api/v1/namespaces/default"));
    }

    private Task<DevApiServer> StartAsync(DiskGate? disk = null) => DevApiServer.StartAsync(new DevApiServerOptions
    {
        DataDirectory = _folder,
        Flush = disk is null ? null : disk.Flush,
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
