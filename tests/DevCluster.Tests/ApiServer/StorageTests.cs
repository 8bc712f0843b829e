using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class StorageTests
{
    private static readonly Dictionary<string, string> NoFields = new(StringComparer.Ordinal);

    [Fact]
    public void A_write_on_a_version_that_is_no_longer_there_does_nothing()
    {
        ObjectStore store = NewStore();
        StoredObject first = Put(store, "a", null)!;
        StoredObject second = Put(store, "a", first)!;

        Assert.Null(Put(store, "a", first));
        Assert.Null(store.TryRemove(first));
        Assert.Same(second, store.Current.Find(second.Key));
    }

    [Fact]
    public void A_past_collection_is_the_present_with_later_events_undone()
    {
        ObjectStore store = NewStore();
        StoredObject a = Put(store, "a", null)!;
        StoredObject b = Put(store, "b", null)!;
        long then = store.Current.ResourceVersion;
        Put(store, "c", null);
        Put(store, "a", a);
        store.TryRemove(b);

        Assert.Equal([a, b], store.CollectionAt("things", then)!.In(null));
        Assert.Equal(["a", "c"], store.Current.Collection("things").In(null).Select(item => item.Key.Name));
    }

    [Fact]
    public void A_reader_that_falls_behind_the_log_finds_out_and_one_that_waits_at_the_end_does_not()
    {
        ObjectStore store = NewStore(maximumEvents: 3);
        StoredObject current = Put(store, "a", null)!;
        (_, EventCursor slow) = store.ReadAndFollow("things");
        (_, EventCursor quiet) = store.ReadAndFollow("others");
        for (int index = 0; index < 10; index++)
            current = Put(store, "a", current)!;

        while (slow.TryRead(out StoreEvent _))
            Assert.False(slow.IsExpired);

        Assert.True(slow.IsExpired);
        Assert.False(quiet.IsExpired);
        Assert.Null(store.FollowFrom("things", current.ResourceVersion - 4));
        Assert.NotNull(store.FollowFrom("things", current.ResourceVersion - 3));
        Assert.Null(store.CollectionAt("things", current.ResourceVersion - 4));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_its_own_resource_only()
    {
        ObjectStore store = NewStore();
        (_, EventCursor cursor) = store.ReadAndFollow("things");
        Task more = cursor.WhenMoreAsync();

        store.TryPut(null, new StoredObject(new StoreKey("others", "n", "x"), Tree("x"), 0, NoFields));
        Assert.False(more.IsCompleted);
        Put(store, "a", null);

        await more.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(cursor.TryRead(out StoreEvent seen));
        Assert.Equal((StoreEventType.Added, "a"), (seen.Type, seen.Object.Key.Name));
    }

    [Fact]
    public void A_deletion_shows_the_last_content_at_a_version_of_its_own()
    {
        ObjectStore store = NewStore();
        StoredObject stored = Put(store, "a", null)!;

        StoredObject last = store.TryRemove(stored)!;

        Assert.Equal(stored.ResourceVersion + 1, last.ResourceVersion);
        Assert.Equal(last.ResourceVersion.ToString(), last.Parse()["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public void The_log_is_bounded_by_bytes_as_well_as_by_number()
    {
        var store = new ObjectStore(maximumEvents: 1000, maximumEventBytes: 500);
        StoredObject current = Put(store, "a", null)!;
        long first = current.ResourceVersion;
        for (int index = 0; index < 20; index++)
            current = Put(store, "a", current)!;

        Assert.Null(store.FollowFrom("things", first));
        Assert.NotNull(store.FollowFrom("things", current.ResourceVersion - 1));
    }

    [Fact]
    public void A_reader_resumes_from_every_kept_version_of_its_resource_among_others()
    {
        ObjectStore store = NewStore(maximumEvents: 40);
        var versions = new List<long>();
        for (int index = 0; index < 100; index++)
        {
            store.TryPut(null, new StoredObject(new StoreKey(index % 3 == 0 ? "things" : "others", "n", $"o{index}"), Tree($"o{index}"), 0, NoFields));
            if (index % 3 == 0)
                versions.Add(store.Current.ResourceVersion);
        }

        long newest = store.Current.ResourceVersion;
        for (long from = newest - 40; from <= newest; from++)
        {
            EventCursor cursor = store.FollowFrom("things", from)!;
            var seen = new List<long>();
            while (cursor.TryRead(out StoreEvent next))
                seen.Add(next.ResourceVersion);
            Assert.Equal(versions.Where(version => version > from), seen);
        }

        Assert.Null(store.FollowFrom("things", newest - 41));
    }

    [Fact]
    public void A_cursor_has_caught_up_only_when_it_has_read_everything()
    {
        ObjectStore store = NewStore();
        (_, EventCursor cursor) = store.ReadAndFollow("things");
        store.TryPut(null, new StoredObject(new StoreKey("others", "n", "x"), Tree("x"), 0, NoFields));
        Assert.Equal(store.Current.ResourceVersion, store.CaughtUp(cursor));

        StoredObject a = Put(store, "a", null)!;
        Assert.Null(store.CaughtUp(cursor));
        Assert.True(cursor.TryRead(out StoreEvent _));
        Assert.Equal(a.ResourceVersion, store.CaughtUp(cursor));
    }

    [Fact]
    public void An_encoding_of_a_moment_is_shared_and_replaced_by_that_of_the_next()
    {
        StoredObject stored = Put(NewStore(), "a", null)!;
        object format = new();
        int made = 0;
        ReadOnlyMemory<byte> Make(StoredObject item) => new[] { (byte)++made };

        Assert.Equal([1, 1, 2, 2], new long[] { 7, 7, 8, 8 }.Select(moment => stored.Encoding(format, moment, Make).Span[0]));
    }

    [Theory]
    [InlineData("a", "b", -1)]
    [InlineData("a", "a", 0)]
    [InlineData("a", "a-b", 1)]
    [InlineData("a", "a0", -1)]
    public void Namespaces_are_ordered_as_if_followed_by_a_slash(string left, string right, int sign)
    {
        Assert.Equal(sign, Math.Sign(NamespaceOrder.Instance.Compare(left, right)));
        Assert.Equal(-sign, Math.Sign(NamespaceOrder.Instance.Compare(right, left)));
    }

    private static ObjectStore NewStore(int maximumEvents = 1000) => new(maximumEvents, maximumEventBytes: 1_000_000);

    private static StoredObject? Put(ObjectStore store, string name, StoredObject? expected) =>
        store.TryPut(expected, new StoredObject(new StoreKey("things", "n", name), Tree(name), 0, NoFields));

    private static JsonObject Tree(string name) => new() { ["kind"] = "Thing", ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = name } };
}
