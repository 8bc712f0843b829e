using ElementalProvider.DevCluster.ApiServer.Persistence;
using Microsoft.Win32.SafeHandles;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Persistence;

public sealed class GroupSyncTests : IDisposable
{
    private readonly DiskGate _disk = new();
    private readonly GroupSync _sync;

    public GroupSyncTests()
    {
        _sync = new GroupSync(_disk.Flush);
        _sync.Use(new SafeFileHandle(), version: 100);
    }

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void What_was_kept_from_the_beginning_needs_no_flush()
    {
        Assert.True(_sync.WhenKeptAsync(100).AsTask().IsCompletedSuccessfully);
        Assert.Equal(0, _disk.Flushes);
    }

    [Fact]
    public async Task All_who_wait_while_the_disk_is_busy_share_the_next_flush()
    {
        _disk.Close();
        _sync.Wrote(101);
        List<Task> waiting = [_sync.WhenKeptAsync(101).AsTask()];
        await _disk.Entered;
        for (long version = 102; version < 202; version++)
        {
            _sync.Wrote(version);
            waiting.Add(_sync.WhenKeptAsync(version).AsTask());
        }

        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        _disk.Open();
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(2, _disk.Flushes);
        Assert.True(_sync.WhenKeptAsync(201).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_new_file_begins_when_all_of_the_old_one_is_on_the_disk()
    {
        _sync.Wrote(101);

        _sync.Use(new SafeFileHandle(), version: 101);

        Assert.True(_sync.WhenKeptAsync(101).AsTask().IsCompletedSuccessfully);
        Assert.Equal(1, _disk.Flushes);
        _sync.Wrote(102);
        await _sync.WhenKeptAsync(102);
        Assert.Equal(2, _disk.Flushes);
    }

    [Fact]
    public async Task After_a_flush_that_failed_nothing_is_ever_called_kept()
    {
        _disk.IsBroken = true;
        _sync.Wrote(101);
        IOException first = await Assert.ThrowsAsync<IOException>(() => _sync.WhenKeptAsync(101).AsTask());
        // The next flush would succeed, and prove nothing: the system has dropped what it could not write.
        _disk.IsBroken = false;

        Assert.Throws<IOException>(_sync.RequireHealthy);
        await Assert.ThrowsAsync<IOException>(() => _sync.WhenKeptAsync(101).AsTask());
        Assert.True(_sync.WhenKeptAsync(100).AsTask().IsCompletedSuccessfully);
        Assert.Equal(
            "the log could not be brought to the disk (Input/output error); nothing is written any more: see to the disk and start the server again", first.Message);
    }
}
