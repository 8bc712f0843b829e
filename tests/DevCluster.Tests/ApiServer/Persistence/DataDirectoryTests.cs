using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using ElementalProvider.DevCluster.ApiServer.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Persistence;

public sealed class DataDirectoryTests : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly string _folder = Directory.CreateTempSubdirectory("elemental-dev-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_stored_changed_and_removed_is_found_again_at_the_same_version()
    {
        (ObjectStore before, DataDirectory data) = Open();
        StoredObject a = Put(before, "a", null, 1);
        Put(before, "a", a, 2);
        before.TryRemove(Put(before, "b", null, 1));
        Put(before, "ümläut", null, 3);
        await data.DisposeAsync();

        (ObjectStore after, data) = Open();

        Assert.Equal(Content(before.Current), Content(after.Current));
        Assert.Equal(before.Current.ResourceVersion, after.Current.ResourceVersion);
        Assert.Equal("field of a", after.Current.Find(Key("a"))!.Fields["spec.field"]);
        await data.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_goes_on_where_it_was_as_long_as_the_log_reaches_back()
    {
        (ObjectStore before, DataDirectory data) = Open();
        long seen = Put(before, "a", null, 1).ResourceVersion;
        Put(before, "b", null, 2);
        await data.DisposeAsync();

        (ObjectStore after, data) = Open();

        EventCursor cursor = after.FollowFrom("things", seen)!;
        Assert.True(cursor.TryRead(out StoreEvent next));
        Assert.Equal("b", next.Object.Key.Name);
        await data.DisposeAsync();
    }

    [Fact]
    public async Task Wherever_the_end_of_the_log_is_torn_every_whole_entry_before_it_is_kept()
    {
        (ObjectStore store, DataDirectory data) = Open();
        List<(long End, string Content)> ends = [(0, Content(store.Current))];
        for (int index = 0; index < 4; index++)
        {
            Put(store, $"n{index}", null, index);
            ends.Add((new FileInfo(LogFile()).Length, Content(store.Current)));
        }

        await data.DisposeAsync();
        byte[] whole = await File.ReadAllBytesAsync(LogFile());
        for (int length = whole.Length; length >= 0; length--)
        {
            await File.WriteAllBytesAsync(LogFile(), whole[..length]);

            (ObjectStore found, data) = Open();
            await data.DisposeAsync();

            Assert.Equal(ends.Last(end => end.End <= length).Content, Content(found.Current));
        }
    }

    [Fact]
    public async Task After_a_torn_end_is_cut_off_the_log_goes_on()
    {
        (ObjectStore store, DataDirectory data) = Open();
        Put(store, "a", null, 1);
        Put(store, "b", null, 2);
        await data.DisposeAsync();
        using (FileStream log = File.OpenWrite(LogFile()))
            log.SetLength(log.Length - 3);
        (store, data) = Open();
        Put(store, "c", null, 3);
        await data.DisposeAsync();

        (store, data) = Open();

        Assert.Equal("a=1 c=3", Content(store.Current));
        await data.DisposeAsync();
    }

    [Fact]
    public async Task Damage_before_the_end_is_no_torn_end()
    {
        (ObjectStore store, DataDirectory data) = Open();
        Put(store, "a", null, 1);
        long firstEnd = new FileInfo(LogFile()).Length;
        Put(store, "b", null, 2);
        await data.DisposeAsync();
        byte[] bytes = await File.ReadAllBytesAsync(LogFile());
        bytes[firstEnd - 1] ^= 1;
        await File.WriteAllBytesAsync(LogFile(), bytes);

        DataDirectoryException exception = Assert.Throws<DataDirectoryException>(() => Open());

        Assert.StartsWith($"{LogFile()} is damaged at byte 0, before its end", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_serves_one_server_at_a_time()
    {
        (_, DataDirectory data) = Open();

        DataDirectoryException exception = Assert.Throws<DataDirectoryException>(() => Open());

        Assert.StartsWith($"{_folder} cannot be used", exception.Message, StringComparison.Ordinal);
        await data.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_has_grown_is_replaced_by_a_snapshot()
    {
        (ObjectStore store, DataDirectory data) = Open(shortest: 4096);
        StoredObject? current = null;
        for (int index = 0; index < 500; index++)
            current = Put(store, "a", current, index);
        Put(store, "b", null, 1);
        await data.DisposeAsync();
        string before = Content(store.Current);

        Assert.NotEmpty(Directory.GetFiles(_folder, "snapshot-*"));
        Assert.True(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length) < 200_000);
        (store, data) = Open();
        Assert.Equal(before, Content(store.Current));
        await data.DisposeAsync();
    }

    [Fact]
    public async Task A_missing_file_is_noticed()
    {
        (ObjectStore store, DataDirectory data) = Open(shortest: 256);
        StoredObject? current = null;
        for (int index = 0; index < 20; index++)
            current = Put(store, "a", current, index);
        await data.DisposeAsync();
        foreach (string snapshot in Directory.GetFiles(_folder, "snapshot-*"))
            File.Delete(snapshot);

        Assert.Contains("a file is missing", Assert.Throws<DataDirectoryException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_cannot_be_kept_does_not_happen()
    {
        (ObjectStore store, DataDirectory data) = Open();
        Put(store, "a", null, 1);
        store.Journal = new FullDisk();

        Assert.Throws<IOException>(() => Put(store, "b", null, 2));

        Assert.Equal("a=1", Content(store.Current));
        await data.DisposeAsync();
    }

    [Fact]
    public void The_checksum_is_CRC_32C() => Assert.Equal(0xE3069283, RecordFormat.Checksum("123456789"u8));

    private (ObjectStore Store, DataDirectory Data) Open(long shortest = Never)
    {
        ObjectStore store = new(maximumEvents: 10_000, maximumEventBytes: 10_000_000);
        DataDirectory data = DataDirectory.Open(_folder, shortest, NullLogger.Instance);
        try
        {
            data.Recover(store);
            return (store, data);
        }
        catch
        {
            data.Close();
            throw;
        }
    }

    private string LogFile() => Directory.GetFiles(_folder, "log-*").Single();

    private static StoreKey Key(string name) => new("things", "ns", name);

    private static StoredObject Put(ObjectStore store, string name, StoredObject? expected, int value) => store.TryPut(expected, new StoredObject(
        Key(name),
        new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["value"] = value },
        0,
        new Dictionary<string, string> { ["spec.field"] = $"field of {name}" }))!;

    private static string Content(StoreState state) => string.Join(
        ' ', state.Collection("things").In(null).Select(item => $"{item.Key.Name}={item.Parse()["value"]}"));

    private sealed class FullDisk : IStoreJournal
    {
        public void Append(StoreEvent storeEvent) => throw new IOException("No space left on device");

        public ValueTask WhenKeptAsync(long version) => ValueTask.CompletedTask;
    }
}
