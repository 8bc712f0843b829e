using ElementalProvider.ControllerRuntime.Replicas;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>Which lease a replica takes.</summary>
public sealed class ReplicaSlotsTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    public static TheoryData<string, string, int, string> Cases => new()
    {
        // leases as number:holder:seconds unchanged; how long they were watched; what is done
        { "the first replica makes the first lease", "", 0, "create r-0" },
        { "what is ours is renewed", "0:other:1 1:me:3", 100, "hold r-1" },
        { "what was given back is taken at once", "0::1 1:other:1", 0, "hold r-0" },
        { "of two the one with the lower number", "3::1 2::1", 0, "hold r-2" },
        { "one that may run out is waited for", "0:dead:3", 3, "wait" },
        { "one that has run out is taken over", "0:dead:15", 15, "hold r-0" },
        { "beside those that live a new one is made", "0:a:2 1:b:4", 15, "create r-2" },
        { "a gap is filled", "0:a:2 2:b:4", 15, "create r-1" },
        { "ours has run out, and nobody has taken it", "0:me:40", 60, "hold r-0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_replica_takes_what_another_has_left_before_it_makes_its_own(string why, string leases, int watchedFor, string expected)
    {
        Slot[] slots = [.. leases.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':')).Select(parts =>
            new Slot($"r-{parts[0]}", parts[1], TimeSpan.FromSeconds(int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture)), Duration))];

        string done = ReplicaSlots.Next(slots, "r", "me", TimeSpan.FromSeconds(watchedFor)) switch
        {
            SlotStep.Hold hold => $"hold {hold.Name}",
            SlotStep.Create create => $"create {create.Name}",
            _ => "wait",
        };

        Assert.True(expected == done, $"{why}: {done}");
    }

    [Theory]
    [InlineData("r-0", 0)]
    [InlineData("r-12", 12)]
    [InlineData("r-", null)]
    [InlineData("r--1", null)]
    [InlineData("other-0", null)]
    public void Leases_of_other_programs_are_none_of_ours(string name, int? number) => Assert.Equal(number, ReplicaSlots.NumberOf("r", name));
}
