namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class MetadataTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task An_update_of_an_old_version_is_a_conflict_and_changes_nothing()
    {
        string ns = await server.CreateNamespaceAsync();
        ApiAnswer created = await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        string path = $"{ApiServerFixture.ConfigMaps.In(ns)}/a";
        string body = $$$"""{"metadata":{"name":"a","resourceVersion":"{{{created.ResourceVersion}}}"},"data":{"k":"2"}}""";

        ApiAnswer first = await server.PutAsync(path, body);
        ApiAnswer second = await server.PutAsync(path, body.Replace("\"2\"", "\"3\"", StringComparison.Ordinal));

        Assert.Equal(200, first.Code);
        Assert.Equal((409, "Conflict"), (second.Code, second.Reason));
        Assert.Equal("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again", second.Message);
        Assert.Equal("2", (await server.GetAsync(path)).At("data.k"));
    }

    [Fact]
    public async Task Of_many_simultaneous_updates_of_one_version_exactly_one_wins()
    {
        string ns = await server.CreateNamespaceAsync();
        ApiAnswer created = await server.CreateWidgetAsync(ns, "a");
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";

        ApiAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => server.PutAsync(
            path, $$$"""{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{"name":"a","resourceVersion":"{{{created.ResourceVersion}}}"},"spec":{"nick":"{{{index}}}"}}""")));

        Assert.Equal(1, answers.Count(answer => answer.Code == 200));
        Assert.Equal(29, answers.Count(answer => answer.Code == 409));
    }

    [Fact]
    public async Task Simultaneous_patches_without_a_version_are_all_applied()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), """{"metadata":{"name":"a"}}""");
        string path = $"{ApiServerFixture.ConfigMaps.In(ns)}/a";

        ApiAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => server.MergeAsync(path, $$$"""{"data":{"k{{{index}}}":"v"}}""")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(30, (await server.GetAsync(path)).Body!["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Generation_counts_changes_of_the_spec_only()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";

        Assert.Equal("1", (await server.CreateWidgetAsync(ns, "a")).At("metadata.generation"));
        Assert.Equal("1", (await server.MergeAsync(path, """{"metadata":{"labels":{"l":"v"},"generation":9}}""")).At("metadata.generation"));
        Assert.Equal("1", (await server.MergeAsync($"{path}/status", """{"status":{"phase":"Up"}}""")).At("metadata.generation"));
        Assert.Equal("2", (await server.MergeAsync(path, """{"spec":{"color":"red"}}""")).At("metadata.generation"));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_version()
    {
        string ns = await server.CreateNamespaceAsync();
        ApiAnswer created = await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");

        ApiAnswer again = await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"spec":{"color":"red"}}""");

        Assert.Equal(created.ResourceVersion, again.ResourceVersion);
    }

    [Fact]
    public async Task Status_and_spec_are_written_through_their_own_endpoints()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";

        ApiAnswer status = await server.MergeAsync($"{path}/status", """{"metadata":{"labels":{"l":"v"}},"spec":{"color":"blue"},"status":{"phase":"Up"}}""");
        ApiAnswer spec = await server.MergeAsync(path, """{"spec":{"color":"green"},"status":{"phase":"Down"}}""");

        Assert.Equal(("red", "Up", ""), (status.At("spec.color"), status.At("status.phase"), status.At("metadata.labels")));
        Assert.Equal(("green", "Up"), (spec.At("spec.color"), spec.At("status.phase")));
    }

    [Fact]
    public async Task The_scale_endpoint_shows_and_changes_the_number_of_replicas()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";

        ApiAnswer scaled = await server.MergeAsync($"{path}/scale", """{"spec":{"replicas":4}}""");

        Assert.Equal(("Scale", "4"), (scaled.At("kind"), scaled.At("spec.replicas")));
        Assert.Equal("4", (await server.GetAsync(path)).At("spec.replicas"));
        Assert.Equal(422, (await server.MergeAsync($"{path}/scale", """{"spec":{"replicas":11}}""")).Code);
    }

    [Fact]
    public async Task A_generated_name_has_the_prefix_and_five_random_letters()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer created = await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), """{"metadata":{"generateName":"job-"}}""");

        Assert.Matches("^job-[a-z0-9]{5}$", created.At("metadata.name"));
    }

    [Fact]
    public async Task A_dry_run_answers_like_a_write_and_stores_nothing()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer created = await server.PostAsync($"{ApiServerFixture.ConfigMaps.In(ns)}?dryRun=All", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");

        Assert.Equal((201, "v", ""), (created.Code, created.At("data.k"), created.At("metadata.resourceVersion")));
        Assert.Equal(404, (await server.GetAsync($"{ApiServerFixture.ConfigMaps.In(ns)}/a")).Code);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a","labels":{"bad key":"v"}}}""", "FieldValueInvalid metadata.labels")]
    [InlineData("""{"metadata":{"name":"a","labels":{"k":"bad value!"}}}""", "FieldValueInvalid metadata.labels")]
    [InlineData("""{"metadata":{"name":"a","finalizers":["noslash"]}}""", "FieldValueInvalid metadata.finalizers[0]")]
    [InlineData("""{"metadata":{"name":"Not_A_Name"}}""", "FieldValueInvalid metadata.name")]
    [InlineData("""{"metadata":{}}""", "FieldValueRequired metadata.name")]
    [InlineData("""{"metadata":{"name":"a"},"data":{"bad key":"v"}}""", "FieldValueInvalid data[bad key]")]
    public async Task Bad_metadata_is_refused_with_the_field_that_is_wrong(string body, string cause)
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer answer = await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), body);

        Assert.Equal(422, answer.Code);
        Assert.Equal([cause], answer.Causes);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}""")]
    [InlineData("""{"metadata":{"name":"a"},"data":{"k":1}}""")]
    [InlineData("""{"metadata":{"name":"a","namespace":"other"}}""")]
    [InlineData("{bad json")]
    [InlineData("[]")]
    public async Task A_body_that_is_not_the_object_of_the_path_is_a_bad_request(string body)
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer answer = await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), body);

        Assert.Equal((400, "BadRequest"), (answer.Code, answer.Reason));
    }
}
