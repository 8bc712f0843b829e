using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.Moving;

namespace ElementalProvider.DevCluster.Tests.Moving;

/// <summary>In which order the objects of a move go.</summary>
public sealed class MoveOrderTests
{
    [Fact]
    public void Owners_go_before_what_they_own_whatever_the_order_of_the_lists()
    {
        MovedObject[] objects = [Object("secret", "config"), Object("config", "machine"), Object("machine", "set"), Object("set"), Object("host", "registration"), Object("registration")];

        Assert.Equal(
            ["set registration", "machine host", "config", "secret"],
            MoveOrder.OwnersFirst(objects).Select(group => string.Join(' ', group.Select(each => each.Name))));
    }

    [Fact]
    public void An_owner_that_does_not_move_holds_nothing_back() =>
        Assert.Equal("machine", Assert.Single(Assert.Single(MoveOrder.OwnersFirst([Object("machine", "elsewhere")]))).Name);

    [Fact]
    public void Objects_that_own_each_other_are_refused_by_name()
    {
        DevClusterException refused = Assert.Throws<DevClusterException>(() => MoveOrder.OwnersFirst([Object("a", "b"), Object("b", "a")]));

        Assert.Contains("Thing a", refused.Message, StringComparison.Ordinal);
    }

    private static MovedObject Object(string name, params string[] owners) => new("things", new JsonObject
    {
        ["kind"] = "Thing",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["uid"] = $"uid-{name}",
            ["ownerReferences"] = new JsonArray([.. owners.Select(owner => new JsonObject { ["uid"] = $"uid-{owner}" })]),
        },
    });
}
