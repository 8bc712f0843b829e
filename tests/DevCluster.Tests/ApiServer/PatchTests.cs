namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class PatchTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task A_failing_test_operation_changes_nothing()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";
        ApiAnswer created = await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");

        ApiAnswer answer = await server.JsonPatchAsync(path, """[{"op":"replace","path":"/spec/color","value":"blue"},{"op":"test","path":"/spec/color","value":"red"}]""");

        Assert.Equal((422, "Invalid"), (answer.Code, answer.Reason));
        Assert.Equal(("red", created.ResourceVersion), ((await server.GetAsync(path)).At("spec.color"), (await server.GetAsync(path)).ResourceVersion));
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/spec/tags/1","value":"x"}]""", """["a","x","b"]""")]
    [InlineData("""[{"op":"add","path":"/spec/tags/-","value":"x"}]""", """["a","b","x"]""")]
    [InlineData("""[{"op":"remove","path":"/spec/tags/0"}]""", """["b"]""")]
    [InlineData("""[{"op":"move","from":"/spec/tags/0","path":"/spec/tags/1"}]""", """["b","a"]""")]
    [InlineData("""[{"op":"copy","from":"/metadata/name","path":"/spec/tags/0"}]""", """["w","a","b"]""")]
    public async Task Json_patch_operations_work_on_lists(string patch, string tags)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "w", """{"tags":["a","b"]}""");

        Assert.Equal(tags, (await server.JsonPatchAsync($"{ApiServerFixture.Widgets.In(ns)}/w", patch)).At("spec.tags"));
    }

    [Fact]
    public async Task A_merge_patch_removes_by_null_and_replaces_lists()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red","tags":["a","b"],"free":{"x":1,"y":2}}""");

        ApiAnswer answer = await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"spec":{"color":null,"tags":["c"],"free":{"x":null}}}""");

        Assert.Equal("""{"tags":["c"],"free":{"y":2},"replicas":1}""", answer.At("spec"));
    }

    [Fact]
    public async Task A_merge_patch_with_a_version_is_conditional()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";
        string body = $$$"""{"metadata":{"resourceVersion":"{{{(await server.CreateWidgetAsync(ns, "a")).ResourceVersion}}}"},"spec":{"color":"red"}}""";

        Assert.Equal(200, (await server.MergeAsync(path, body)).Code);
        Assert.Equal(409, (await server.MergeAsync(path, body.Replace("red", "blue", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task A_strategic_patch_merges_lists_of_built_in_kinds_by_key()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = $"api/v1/namespaces/{ns}/serviceaccounts";
        await server.PostAsync(path, """{"metadata":{"name":"a","finalizers":["example.com/a"]},"secrets":[{"name":"s1"},{"name":"s2"}],"imagePullSecrets":[{"name":"p1"}]}""");

        ApiAnswer merged = await server.StrategicAsync($"{path}/a", """{"metadata":{"finalizers":["example.com/b"]},"secrets":[{"name":"s3"},{"name":"s1","$patch":"delete"}],"imagePullSecrets":[{"name":"p2"}]}""");

        Assert.Equal("""[{"name":"s2"},{"name":"s3"}]""", merged.At("secrets"));
        Assert.Equal("""[{"name":"p2"}]""", merged.At("imagePullSecrets"));
        Assert.Equal("""["example.com/a","example.com/b"]""", merged.At("metadata.finalizers"));
    }

    [Fact]
    public async Task Patches_of_other_types_are_refused()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";

        Assert.Equal(415, (await server.StrategicAsync(path, """{"spec":{}}""")).Code);
        Assert.Equal(415, (await server.SendAsync(HttpMethod.Patch, path, "{}", "application/json")).Code);
    }
}
