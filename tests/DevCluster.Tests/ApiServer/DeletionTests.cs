namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class DeletionTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_removed()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = $"{ApiServerFixture.Widgets.In(ns)}/a";
        await server.CreateWidgetAsync(ns, "a", "{}", """{"finalizers":["example.com/hold"]}""");

        ApiAnswer deleting = await server.DeleteAsync(path);
        ApiAnswer again = await server.DeleteAsync(path);
        ApiAnswer added = await server.MergeAsync(path, """{"metadata":{"finalizers":["example.com/hold","example.com/late"]}}""");
        ApiAnswer released = await server.MergeAsync(path, """{"metadata":{"finalizers":null}}""");

        Assert.Equal(("Widget", "2"), (deleting.At("kind"), deleting.At("metadata.generation")));
        Assert.NotEqual("", deleting.At("metadata.deletionTimestamp"));
        Assert.Equal(deleting.ResourceVersion, again.ResourceVersion);
        Assert.Equal(["FieldValueForbidden metadata.finalizers"], added.Causes);
        Assert.Equal(200, released.Code);
        Assert.Equal(404, (await server.GetAsync(path)).Code);
    }

    [Fact]
    public async Task A_precondition_protects_an_object_that_was_made_anew()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");

        ApiAnswer answer = await server.DeleteAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"preconditions":{"uid":"11111111-2222-3333-4444-555555555555"}}""");

        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task Dependents_go_with_the_last_of_their_owners()
    {
        string ns = await server.CreateNamespaceAsync();
        string widgets = ApiServerFixture.Widgets.In(ns), secrets = ApiServerFixture.Secrets.In(ns);
        string first = (await server.CreateWidgetAsync(ns, "o1")).At("metadata.uid"), second = (await server.CreateWidgetAsync(ns, "o2")).At("metadata.uid");
        await server.PostAsync(secrets, $$$"""{"metadata":{"name":"d","ownerReferences":[{{{Owner("o1", first)}}},{{{Owner("o2", second)}}}]}}""");

        await server.DeleteAsync($"{widgets}/o1");
        WatchEvent kept = await server.WaitForAsync(secrets, "d", seen => seen.Object["metadata"]!["ownerReferences"]!.AsArray().Count == 1);
        await server.DeleteAsync($"{widgets}/o2");

        Assert.Equal("o2", kept.Object["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>());
        await server.WaitUntilGoneAsync(secrets, "d");
    }

    [Fact]
    public async Task An_object_whose_owner_never_was_is_collected()
    {
        string ns = await server.CreateNamespaceAsync();

        await server.PostAsync(ApiServerFixture.Secrets.In(ns), $$$"""{"metadata":{"name":"d","ownerReferences":[{{{Owner("never", "11111111-2222-3333-4444-555555555555")}}}]}}""");

        await server.WaitUntilGoneAsync(ApiServerFixture.Secrets.In(ns), "d");
    }

    [Fact]
    public async Task Foreground_deletion_waits_for_dependents_that_block()
    {
        string ns = await server.CreateNamespaceAsync();
        string widgets = ApiServerFixture.Widgets.In(ns), secrets = ApiServerFixture.Secrets.In(ns);
        string uid = (await server.CreateWidgetAsync(ns, "o")).At("metadata.uid");
        await server.PostAsync(secrets, $$$"""{"metadata":{"name":"d","finalizers":["example.com/hold"],"ownerReferences":[{{{Owner("o", uid)}}}]}}""");

        ApiAnswer deleting = await server.DeleteAsync($"{widgets}/o", """{"propagationPolicy":"Foreground"}""");
        await server.WaitForAsync(secrets, "d", seen => seen.Object["metadata"]!["deletionTimestamp"] is not null);

        Assert.Equal("""["foregroundDeletion"]""", deleting.At("metadata.finalizers"));
        Assert.Equal(200, (await server.GetAsync($"{widgets}/o")).Code);
        await server.MergeAsync($"{secrets}/d", """{"metadata":{"finalizers":null}}""");
        await server.WaitUntilGoneAsync(widgets, "o");
    }

    [Fact]
    public async Task Orphaned_dependents_stay_and_lose_their_owner()
    {
        string ns = await server.CreateNamespaceAsync();
        string widgets = ApiServerFixture.Widgets.In(ns), secrets = ApiServerFixture.Secrets.In(ns);
        string uid = (await server.CreateWidgetAsync(ns, "o")).At("metadata.uid");
        await server.PostAsync(secrets, $$$"""{"metadata":{"name":"d","ownerReferences":[{{{Owner("o", uid)}}}]}}""");

        await server.DeleteAsync($"{widgets}/o", """{"propagationPolicy":"Orphan"}""");
        await server.WaitUntilGoneAsync(widgets, "o");

        Assert.Equal((200, ""), ((await server.GetAsync($"{secrets}/d")).Code, (await server.GetAsync($"{secrets}/d")).At("metadata.ownerReferences")));
    }

    [Fact]
    public async Task A_terminating_namespace_takes_nothing_new_and_goes_with_the_last_of_its_content()
    {
        string ns = await server.CreateNamespaceAsync();
        string configMaps = ApiServerFixture.ConfigMaps.In(ns);
        await server.PostAsync(configMaps, """{"metadata":{"name":"hold","finalizers":["example.com/hold"]}}""");
        await server.CreateWidgetAsync(ns, "a");

        ApiAnswer deleting = await server.DeleteAsync($"api/v1/namespaces/{ns}");
        ApiAnswer late = await server.PostAsync(configMaps, """{"metadata":{"name":"late"}}""");
        await server.WaitUntilGoneAsync(ApiServerFixture.Widgets.In(ns), "a");

        Assert.Equal("Terminating", deleting.At("status.phase"));
        Assert.Equal((403, "NamespaceTerminating metadata.namespace"), (late.Code, late.Causes.Single()));
        Assert.Equal(200, (await server.GetAsync($"api/v1/namespaces/{ns}")).Code);
        await server.MergeAsync($"{configMaps}/hold", """{"metadata":{"finalizers":null}}""");
        await server.WaitUntilGoneAsync("api/v1/namespaces", ns);
    }

    [Fact]
    public async Task Creating_in_a_namespace_that_is_not_there_names_the_namespace()
    {
        ApiAnswer answer = await server.CreateWidgetAsync("nowhere", "a");

        Assert.Equal((404, "namespaces \"nowhere\" not found"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = ApiServerFixture.Widgets.In(ns);
        await server.CreateWidgetAsync(ns, "a", "{}", """{"labels":{"x":"1"}}""");
        await server.CreateWidgetAsync(ns, "b");

        ApiAnswer deleted = await server.DeleteAsync($"{path}?labelSelector=x%3D1");

        Assert.Equal(["a"], deleted.Names);
        Assert.Equal(["b"], (await server.GetAsync(path)).Names);
    }

    private static string Owner(string name, string uid) =>
        $$"""{"apiVersion":"test.example.com/v1","kind":"Widget","name":"{{name}}","uid":"{{uid}}","blockOwnerDeletion":true}""";
}
