namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class ListTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Theory]
    [InlineData("env=dev", "a")]
    [InlineData("env!=dev", "b,c,d")]
    [InlineData("env in (dev, prod),tier", "a")]
    [InlineData("env notin (dev)", "b,c,d")]
    [InlineData("!env", "c,d")]
    [InlineData("size>2", "c")]
    public async Task Label_selectors_choose(string selector, string names)
    {
        string ns = await server.CreateNamespaceAsync();
        foreach ((string name, string labels) in ((string, string)[])[("a", """{"env":"dev","tier":"1"}"""), ("b", """{"env":"prod"}"""), ("c", """{"size":"3"}"""), ("d", "{}")])
            await server.CreateWidgetAsync(ns, name, "{}", $$"""{"labels":{{labels}}}""");

        ApiAnswer list = await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}?labelSelector={Uri.EscapeDataString(selector)}");

        Assert.Equal(names.Split(','), list.Names);
    }

    [Theory]
    [InlineData("labelSelector", "l in (")]
    [InlineData("labelSelector", "a=b=c")]
    [InlineData("labelSelector", "l=bad value")]
    [InlineData("fieldSelector", "spec.replicas=1")]
    [InlineData("fieldSelector", "metadata.name in (a)")]
    [InlineData("limit", "x")]
    [InlineData("continue", "nonsense")]
    public async Task A_parameter_that_cannot_be_understood_is_a_bad_request(string parameter, string value)
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer answer = await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}?{parameter}={Uri.EscapeDataString(value)}");

        Assert.Equal((400, "BadRequest"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task Field_selectors_know_the_name_and_the_selectable_fields()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");
        await server.CreateWidgetAsync(ns, "b", """{"color":"blue"}""");
        await server.CreateWidgetAsync(ns, "c");

        Assert.Equal(["a"], (await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}?fieldSelector=spec.color%3Dred")).Names);
        Assert.Equal(["b", "c"], (await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}?fieldSelector=metadata.name!%3Da")).Names);
        Assert.Equal(["c"], (await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}?fieldSelector=spec.color%3D")).Names);
    }

    [Fact]
    public async Task Later_pages_show_the_snapshot_of_the_first_whatever_happens_between()
    {
        string ns = await server.CreateNamespaceAsync();
        foreach (string name in (string[])["a", "b", "c", "d", "e"])
            await server.CreateWidgetAsync(ns, name, """{"color":"red"}""");
        string path = ApiServerFixture.Widgets.In(ns);

        ApiAnswer first = await server.GetAsync($"{path}?limit=2");
        await server.DeleteAsync($"{path}/c");
        await server.MergeAsync($"{path}/d", """{"spec":{"color":"blue"}}""");
        await server.CreateWidgetAsync(ns, "bb");
        ApiAnswer second = await server.GetAsync($"{path}?limit=2&continue={first.At("metadata.continue")}");
        ApiAnswer third = await server.GetAsync($"{path}?limit=2&continue={second.At("metadata.continue")}");

        Assert.Equal(["a", "b"], first.Names);
        Assert.Equal(["c", "d"], second.Names);
        Assert.Equal(("3", "1"), (first.At("metadata.remainingItemCount"), second.At("metadata.remainingItemCount")));
        Assert.Equal("red", second.At("items.1.spec.color"));
        Assert.Equal(["e"], third.Names);
        Assert.Equal("", third.At("metadata.continue"));
        Assert.Equal(first.ResourceVersion, third.ResourceVersion);
    }

    [Fact]
    public async Task An_exact_version_lists_the_past_and_a_future_one_times_out()
    {
        string ns = await server.CreateNamespaceAsync();
        ApiAnswer created = await server.CreateWidgetAsync(ns, "a");
        await server.CreateWidgetAsync(ns, "b");
        string path = ApiServerFixture.Widgets.In(ns);

        Assert.Equal(["a"], (await server.GetAsync($"{path}?resourceVersionMatch=Exact&resourceVersion={created.ResourceVersion}")).Names);
        ApiAnswer future = await server.GetAsync($"{path}?resourceVersion=999999999999");
        Assert.Equal((504, "Timeout"), (future.Code, future.Reason));
    }

    [Fact]
    public async Task Lists_of_all_namespaces_are_ordered_by_the_bytes_of_namespace_and_name()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.PostAsync("api/v1/namespaces", $$$"""{"metadata":{"name":"{{{ns}}}-x"}}""");
        foreach ((string home, string name) in ((string, string)[])[(ns, "b"), (ns, "a-b"), (ns, "a.b"), (ns, "a"), ($"{ns}-x", "z")])
            await server.PostAsync(ApiServerFixture.Secrets.In(home), $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"order":"{{{{ns}}}}"}}}""");

        ApiAnswer list = await server.GetAsync($"api/v1/secrets?labelSelector=order%3D{ns}");

        Assert.Equal(["z", "a", "a-b", "a.b", "b"], list.Names);
        Assert.Equal("", list.At("items.0.kind"));
    }

    [Fact]
    public async Task A_table_has_the_columns_of_the_definition_and_metadata_rows()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a/status", """{"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}""");

        ApiAnswer table = await server.GetAsync(ApiServerFixture.Widgets.In(ns), "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        Assert.Equal("Table", table.At("kind"));
        Assert.Equal("""["a","red","True"]""", table.At("rows.0.cells"));
        Assert.Equal("PartialObjectMetadata", table.At("rows.0.object.kind"));
        Assert.Equal(["Name", "Color", "Ready"], table.Body!["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Metadata_only_lists_leave_out_everything_else()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");

        ApiAnswer list = await server.GetAsync(ApiServerFixture.Widgets.In(ns), "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");

        Assert.Equal(("PartialObjectMetadataList", "PartialObjectMetadata", ""), (list.At("kind"), list.At("items.0.kind"), list.At("items.0.spec")));
    }
}
