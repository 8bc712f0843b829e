using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;

namespace ElementalProvider.DevCluster.Tests.ApiServer.FieldManagement;

public sealed class OwnershipTests
{
    [Fact]
    public void A_creator_owns_what_it_sets_and_loses_what_others_change()
    {
        JsonObject created = Sample.Json("""{"spec":{"color":"red","size":1}}"""), changed = Sample.Json("""{"spec":{"color":"blue","size":1}}""");
        ManagedFields owners = UpdateOwnership.After(null, created, ManagedFields.None, Sample.By("alpha"));

        owners = UpdateOwnership.After(created, changed, owners, Sample.By("beta"));

        Assert.Equal(["""alpha {"f:spec":{".":{},"f:size":{}}}""", """beta {"f:spec":{"f:color":{}}}"""], Sample.Lines(owners));
    }

    [Fact]
    public void Nobody_owns_what_is_gone()
    {
        JsonObject created = Sample.Json("""{"spec":{"color":"red"}}""");
        ManagedFields owners = UpdateOwnership.After(null, created, ManagedFields.None, Sample.By("alpha"));

        Assert.Empty(Sample.Lines(UpdateOwnership.After(created, [], owners, Sample.By("beta"))));
    }

    [Fact]
    public void An_update_of_the_object_does_not_reach_its_status()
    {
        ManagedFields owners = UpdateOwnership.After(null, Sample.Json("""{"spec":{"size":1},"status":{"ready":true}}"""), ManagedFields.None, Sample.By("alpha"));

        Assert.Equal(["""alpha {"f:spec":{".":{},"f:size":{}}}"""], Sample.Lines(owners));
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[{}]", 0)]
    [InlineData("null", 1)]
    [InlineData("""[{"manager":"x","operation":"Guess"}]""", 1)]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:a":{}}},{"manager":"y","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:a":{}}}]""", 2)]
    public void A_client_may_edit_the_owners_but_not_break_them(string sent, int count)
    {
        ManagedFields stored = UpdateOwnership.After(null, Sample.Json("""{"spec":{"size":1}}"""), ManagedFields.None, Sample.By("alpha"));

        Assert.Equal(count, UpdateOwnership.Start(JsonNode.Parse(sent), stored, Sample.By("beta")).Owners.Count);
    }

    [Fact]
    public void More_than_ten_updaters_are_merged_oldest_first()
    {
        JsonObject live = [];
        ManagedFields owners = ManagedFields.None;
        for (int index = 0; index < 12; index++)
        {
            JsonObject next = live.DeepClone().AsObject();
            next["spec"] ??= new JsonObject { ["attrs"] = new JsonObject() };
            next["spec"]!["attrs"]![$"k{index:00}"] = "v";
            FieldWrite write = Sample.By($"m{index:00}") with { Now = DateTimeOffset.UnixEpoch };
            owners = UpdateOwnership.After(live.Count == 0 ? null : live, next, owners, write);
            live = next;
        }

        Assert.Equal(10, owners.Owners.Count);
        Assert.Contains(owners.Owners.Keys, owner => owner.Manager == "ancient-changes");
    }

    [Fact]
    public void An_apply_conflicts_with_the_owner_of_another_value()
    {
        JsonObject live = Sample.Json("""{"spec":{"color":"red","ports":[{"name":"a","number":1}]}}""");
        ManagedFields owners = UpdateOwnership.After(null, live, ManagedFields.None, Sample.By("alpha"));
        JsonObject configuration = Sample.Json("""{"spec":{"color":"red","ports":[{"name":"a","number":2}]}}""");

        AppliedResult refused = ApplyOwnership.Apply(live, configuration, owners, Sample.By("beta"), force: false);
        AppliedResult forced = ApplyOwnership.Apply(live, configuration, owners, Sample.By("beta"), force: true);

        Assert.Equal([""".spec.ports[name="a",protocol="TCP"].number"""], refused.Conflicts.SelectMany(conflict => conflict.Paths()));
        Assert.Equal("\"alpha\" using example.com/v1", Assert.Single(refused.Conflicts).Owner.Display());
        Assert.Empty(forced.Conflicts);
        Assert.Equal("""[{"name":"a","number":2}]""", Sample.Text(forced.Merged["spec"]!["ports"]!));
        Assert.Equal("""beta {"f:spec":{"f:color":{},"f:ports":{"k:{\"name\":\"a\",\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:number":{}}}}}""", Sample.Lines(forced.Owners).First());
    }

    [Theory]
    [InlineData("""{"spec":{"color":"red"}}""", """{"spec":{"color":"red","steps":["x"]}}""")]
    [InlineData("""{"spec":{"color":"red","tags":["b"]}}""", """{"spec":{"color":"red","tags":["b"],"steps":["x"]}}""")]
    [InlineData("{}", """{"spec":{"steps":["x"]}}""")]
    public void What_is_applied_no_longer_goes_unless_another_owns_it(string second, string result)
    {
        ManagedFields others = UpdateOwnership.After(null, Sample.Json("""{"spec":{"steps":["x"]}}"""), ManagedFields.None, Sample.By("other"));
        JsonObject live = Sample.Json("""{"spec":{"steps":["x"]}}""");
        AppliedResult first = ApplyOwnership.Apply(live, Sample.Json("""{"spec":{"color":"red","attrs":{"a":"1"},"tags":["a","b"]}}"""), others, Sample.By("alpha"), force: false);

        AppliedResult again = ApplyOwnership.Apply(first.Merged, Sample.Json(second), first.Owners, Sample.By("alpha"), force: false);

        Assert.True(JsonNode.DeepEquals(Sample.Json(result), again.Merged), Sample.Text(again.Merged));
    }

    [Fact]
    public void The_first_apply_to_an_untracked_object_leaves_the_rest_to_what_was_there_before()
    {
        AppliedResult result = ApplyOwnership.Apply(Sample.Json("""{"spec":{"color":"red"}}"""), Sample.Json("""{"spec":{"size":1}}"""), ManagedFields.None, Sample.By("alpha"), force: false);

        Assert.Equal(["""alpha {"f:spec":{"f:size":{}}}""", """before-first-apply {"f:spec":{".":{},"f:color":{}}}"""], Sample.Lines(result.Owners));
    }

    [Fact]
    public void What_kubectl_applied_on_its_own_side_is_no_conflict_for_kubectl()
    {
        JsonObject live = Sample.Json("""{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"spec\":{\"color\":\"red\"}}"}},"spec":{"color":"red","size":1}}""");
        ManagedFields owners = UpdateOwnership.After(null, live, ManagedFields.None, Sample.By("kubectl-client-side-apply"));
        JsonObject configuration = Sample.Json("""{"spec":{"color":"blue"}}""");

        Assert.Empty(ApplyOwnership.Apply(live, configuration, owners, Sample.By("kubectl"), force: false).Conflicts);
        Assert.Single(ApplyOwnership.Apply(live, configuration, owners, Sample.By("other"), force: false).Conflicts);
        Assert.Single(ApplyOwnership.Apply(live, Sample.Json("""{"spec":{"color":"blue","size":2}}"""), owners, Sample.By("kubectl"), force: false).Conflicts);
    }

    [Fact]
    public void Managed_fields_read_as_they_are_written()
    {
        ManagedFields owners = UpdateOwnership.After(null, Sample.Json("""{"spec":{"size":1}}"""), ManagedFields.None, Sample.By("alpha"));
        JsonArray written = ManagedFieldsText.Write(owners)!;

        Assert.True(ManagedFieldsText.Read(written)!.SameOwnersAs(owners));
        Assert.Equal(
            """[{"manager":"alpha","operation":"Update","apiVersion":"example.com/v1","time":"1970-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{".":{},"f:size":{}}}}]""",
            Sample.Text(written));
    }
}
