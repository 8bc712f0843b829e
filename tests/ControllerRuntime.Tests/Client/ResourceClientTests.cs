using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class ResourceClientTests
{
    private const string Stored = """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"namespace":"ns","name":"a","resourceVersion":"7"},"data":{"k":"v"}}""";

    [Fact]
    public async Task Each_verb_has_its_method_path_query_and_media_type()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(Stored));
        using KubernetesClient client = new(server.Configuration, new KubernetesClientOptions { UserAgent = "tests/1" });
        IResourceClient<V1ConfigMap> maps = client.Resource<V1ConfigMap>();
        V1ConfigMap map = new() { Metadata = new V1ObjectMeta { NamespaceProperty = "ns", Name = "a" }, Data = new Dictionary<string, string> { ["k"] = "v" } };
        WriteOptions write = new() { FieldManager = "me & you", DryRun = true };

        V1ConfigMap got = await maps.GetAsync("ns", "a");
        await maps.CreateAsync(map, write);
        await maps.UpdateAsync(map, new WriteOptions { Subresource = "status" });
        await maps.PatchAsync("ns", "a", Patch.Merge(new JsonObject { ["data"] = null }), write);
        await maps.PatchAsync("ns", "a", Patch.Json([new JsonObject { ["op"] = "test" }]));
        await maps.PatchAsync("ns", "a", Patch.Apply([]), new WriteOptions { FieldManager = "m", Force = true, Subresource = "status" });
        await maps.DeleteAsync("ns", "a");
        await maps.DeleteAsync("ns", "a", new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = "u", ResourceVersion = "7" }, PropagationPolicy = "Foreground" });

        Assert.Equal("v", got.Data!["k"]);
        Assert.Equal("7", got.Metadata.ResourceVersion);
        const string Sent = """{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}}""";
        Assert.Equal(
            [
                new("GET", "/api/v1/namespaces/ns/configmaps/a", null, "", null, "tests/1"),
                new("POST", "/api/v1/namespaces/ns/configmaps?fieldManager=me%20%26%20you&dryRun=All", "application/json", Sent, null, "tests/1"),
                new("PUT", "/api/v1/namespaces/ns/configmaps/a/status", "application/json", Sent, null, "tests/1"),
                new("PATCH", "/api/v1/namespaces/ns/configmaps/a?fieldManager=me%20%26%20you&dryRun=All", "application/merge-patch+json", """{"data":null}""", null, "tests/1"),
                new("PATCH", "/api/v1/namespaces/ns/configmaps/a", "application/json-patch+json", """[{"op":"test"}]""", null, "tests/1"),
                new("PATCH", "/api/v1/namespaces/ns/configmaps/a/status?fieldManager=m&force=true", "application/apply-patch+yaml", "{}", null, "tests/1"),
                new("DELETE", "/api/v1/namespaces/ns/configmaps/a", null, "", null, "tests/1"),
                new(
                    "DELETE",
                    "/api/v1/namespaces/ns/configmaps/a",
                    "application/json",
                    """{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"resourceVersion":"7","uid":"u"},"propagationPolicy":"Foreground"}""",
                    null,
                    "tests/1"),
            ],
            server.Requests);
    }

    [Fact]
    public async Task Groups_cluster_scope_and_a_prefix_of_the_server_show_in_the_path()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(Stored));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = new Uri(server.Address, "/k8s/clusters/c-1/").AbsoluteUri });

        await client.Resource<V1Lease>().GetAsync("ns", "l");
        await client.Resource<V1Node>().GetAsync("ignored", "n");
        await client.GetRawAsync("/version");

        Assert.Equal(
            [
                "/k8s/clusters/c-1/apis/coordination.k8s.io/v1/namespaces/ns/leases/l",
                "/k8s/clusters/c-1/api/v1/nodes/n",
                "/k8s/clusters/c-1/version",
            ],
            server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_namespaced_object_needs_its_namespace()
    {
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" });

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.Resource<V1Secret>().GetAsync(null, "s"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Resource<V1Secret>().GetAsync("ns", ""));

        Assert.StartsWith("Secret lives in a namespace, and none was given.", refusal.Message);
    }

    [Fact]
    public async Task A_page_carries_its_version_and_where_the_next_one_begins()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(
            """{"kind":"ConfigMapList","items":[ITEM,ITEM],"metadata":{"resourceVersion":"9","continue":"next","remainingItemCount":3}}""".Replace("ITEM", Stored)));
        using KubernetesClient client = new(server.Configuration);

        KubernetesList<V1ConfigMap> page = await client.Resource<V1ConfigMap>().ListAsync(
            "ns", new ListOptions { LabelSelector = "a=b,c!=d", FieldSelector = "metadata.name=x", Limit = 2, Continue = "t/+", ResourceVersion = "0" });

        Assert.Equal((2, "9", "next", 3), (page.Items.Count, page.ResourceVersion(), page.Continue(), page.Metadata.RemainingItemCount));
        Assert.Equal(
            "/api/v1/namespaces/ns/configmaps?labelSelector=a%3Db%2Cc%21%3Dd&fieldSelector=metadata.name%3Dx&limit=2&continue=t%2F%2B&resourceVersion=0",
            Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("""{"items":[{"metadata":{"name":"good"}},{"metadata":{"name":"bad","namespace":"ns"},"data":[]}]}""", "ConfigMap ns/bad cannot be read: ")]
    [InlineData("""{"items":[null]}""", "ConfigMap / cannot be read: It is null.")]
    public async Task An_item_of_a_list_that_cannot_be_read_is_named(string json, string sentence)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(json));
        using KubernetesClient client = new(server.Configuration);

        Assert.StartsWith(sentence, (await Assert.ThrowsAsync<JsonException>(() => client.Resource<V1ConfigMap>().ListAsync())).Message);
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"1","continue":""},"items":null}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1"},"items":[]}""")]
    public async Task An_empty_list_is_empty_however_it_is_written(string json)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(json));
        using KubernetesClient client = new(server.Configuration);

        KubernetesList<V1ConfigMap> page = await client.Resource<V1ConfigMap>().ListAsync();

        Assert.Empty(page.Items);
        Assert.Null(page.Continue());
    }

    [Theory]
    [InlineData(404, "NotFound", nameof(ApiException.IsNotFound))]
    [InlineData(409, "Conflict", nameof(ApiException.IsConflict))]
    [InlineData(409, "AlreadyExists", nameof(ApiException.IsAlreadyExists))]
    [InlineData(410, "Expired", nameof(ApiException.IsGone))]
    [InlineData(422, "Invalid", nameof(ApiException.IsInvalid))]
    [InlineData(403, "Forbidden", nameof(ApiException.IsForbidden))]
    [InlineData(401, "Unauthorized", nameof(ApiException.IsUnauthorized))]
    public async Task A_status_becomes_an_exception_that_says_what_it_is(int code, string reason, string property)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.RefuseAsync(code, reason, "the server's words"));
        using KubernetesClient client = new(server.Configuration);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"));

        Assert.Equal(((HttpStatusCode)code, reason, "the server's words"), (refusal.Code, refusal.Reason, refusal.Message));
        string[] questions = ["IsNotFound", "IsConflict", "IsAlreadyExists", "IsGone", "IsInvalid", "IsForbidden", "IsUnauthorized"];
        Assert.Equal([property], questions.Where(name => (bool)typeof(ApiException).GetProperty(name)!.GetValue(refusal)!));
    }

    [Fact]
    public async Task Causes_name_the_fields_that_were_refused()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(
            """{"kind":"Status","code":422,"reason":"Invalid","message":"m","details":{"causes":[{"reason":"FieldValueInvalid","message":"must be positive","field":"spec.replicas"}]}}""",
            422));
        using KubernetesClient client = new(server.Configuration);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"));

        Assert.Equal("spec.replicas", Assert.Single(refusal.Causes).Field);
    }

    [Theory]
    [InlineData("text/html", "<html>bad gateway</html>")]
    [InlineData("application/json", "{broken")]
    [InlineData("application/json", "null")]
    public async Task A_refusal_that_is_no_status_still_says_code_and_request(string contentType, string body)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });
        using KubernetesClient client = new(server.Configuration);

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"));

        Assert.Equal("The API server answered 502 BadGateway to GET /api/v1/namespaces/ns/configmaps/a.", refusal.Message);
    }

    [Fact]
    public async Task What_is_not_there_is_null_to_find_and_to_delete()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.RefuseAsync(404, "NotFound", "gone"));
        using KubernetesClient client = new(server.Configuration);

        Assert.Null(await client.Resource<V1ConfigMap>().FindAsync("ns", "a"));
        Assert.Null(await client.Resource<V1ConfigMap>().DeleteAsync("ns", "a"));
    }

    [Fact]
    public async Task The_scale_subresource_is_read_and_patched()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(
            """{"kind":"Scale","metadata":{"resourceVersion":"3"},"spec":{"replicas":5},"status":{"replicas":4}}"""));
        using KubernetesClient client = new(server.Configuration);

        V1Scale read = await client.Resource<V1ConfigMap>().GetScaleAsync("ns", "a");
        await client.Resource<V1ConfigMap>().SetScaleAsync("ns", "a", 7);

        Assert.Equal((5, 4, "3"), (read.Spec.Replicas, read.Status.Replicas, read.Metadata.ResourceVersion));
        Assert.Equal(("/api/v1/namespaces/ns/configmaps/a/scale", """{"spec":{"replicas":7}}"""), (server.Requests[1].Target, server.Requests[1].Body));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_request_error()
    {
        ScriptedServer server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        KubernetesClientConfiguration configuration = server.Configuration;
        await server.DisposeAsync();
        using KubernetesClient client = new(configuration);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"));
    }
}
