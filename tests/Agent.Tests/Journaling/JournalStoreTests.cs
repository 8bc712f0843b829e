using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Journaling;

public sealed class JournalStoreTests : IDisposable
{
    private static readonly Journal Full = new()
    {
        Registered = true,
        Finalized = true,
        Installed = true,
        InstallBootId = "boot-1",
        Bootstrap = BootstrapStage.Applied,
        Operation = new OperationEntry { Key = new OperationKey("op-1", 2, "Upgrade", "abc"), Phase = "Rebooting", BootId = "boot-2", Message = "It reboots." },
    };

    private readonly TestHost host = new();

    private static string JournalPath => TestHost.InWorkDirectory(JournalStore.FileName);

    [Fact]
    public async Task What_is_noted_is_there_after_a_restart()
    {
        await Open().UpdateAsync(_ => Full, CancellationToken.None);

        JournalStore again = Open();

        Assert.Null(await again.LoadAsync(CancellationToken.None));
        Assert.Equal(Full, again.Current);
    }

    [Fact]
    public async Task A_simulator_can_read_what_it_needs()
    {
        await Open().UpdateAsync(_ => Full, CancellationToken.None);

        Assert.Contains("\"registered\": true", host.Read(JournalPath), StringComparison.Ordinal);
        Assert.Contains("\"installed\": true", host.Read(JournalPath), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, host.Mode(JournalPath));
    }

    [Fact]
    public async Task A_journal_torn_at_any_byte_is_put_aside_and_nothing_is_guessed()
    {
        await Open().UpdateAsync(_ => Full, CancellationToken.None);
        string whole = host.Read(JournalPath).TrimEnd();
        for (int length = 0; length < whole.Length; length++)
        {
            host.Write(JournalPath, whole[..length]);
            JournalStore store = Open();

            string? problem = await store.LoadAsync(CancellationToken.None);

            Assert.NotNull(problem);
            Assert.StartsWith($"{JournalPath} is no readable journal", problem, StringComparison.Ordinal);
            Assert.Equal(new Journal(), store.Current);
            Assert.False(host.Exists(JournalPath));
            Assert.Equal(whole[..length], host.Read(JournalPath + ".corrupt"));
        }
    }

    [Fact]
    public async Task A_half_written_successor_does_not_hurt_the_journal()
    {
        await Open().UpdateAsync(_ => Full, CancellationToken.None);
        host.Write(JournalPath + ".tmp", "{ \"regis");

        JournalStore again = Open();
        await again.LoadAsync(CancellationToken.None);
        Assert.Equal(Full, again.Current);
        await again.UpdateAsync(journal => journal with { Bootstrap = BootstrapStage.Succeeded }, CancellationToken.None);

        Assert.False(host.Exists(JournalPath + ".tmp"));
    }

    [Fact]
    public async Task Fields_of_a_newer_agent_are_tolerated()
    {
        host.Write(JournalPath, """{ "registered": true, "somethingNew": { "a": 1 } }""");
        JournalStore store = Open();

        Assert.Null(await store.LoadAsync(CancellationToken.None));
        Assert.True(store.Current.Registered);
    }

    // Stage of an OS version in the journal of an older agent, and the phase it has here.
    [Theory]
    [InlineData("Applying", "Preparing")]
    [InlineData("Rebooting", "Rebooting")]
    [InlineData("Running", "Succeeded")]
    [InlineData("Failed", "Failed")]
    [InlineData("RolledBack", "RolledBack")]
    public async Task The_os_version_of_an_older_agent_is_carried_over_as_an_operation(string stage, string phase)
    {
        host.Write(JournalPath, $$"""{ "installed": true, "osVersion": { "hash": "0123456789abcdef", "stage": "{{stage}}", "bootId": "boot-1", "message": "No." } }""");
        JournalStore store = Open();

        Assert.Null(await store.LoadAsync(CancellationToken.None));
        await store.UpdateAsync(journal => journal with { Registered = true }, CancellationToken.None);

        Assert.Equal(
            new OperationEntry { Key = new OperationKey("osversion-0123456789ab", 0, "Upgrade", "0123456789abcdef"), Phase = phase, BootId = "boot-1", Message = "No." },
            store.Current.Operation);
        Assert.DoesNotContain("osVersion", host.Read(JournalPath), StringComparison.Ordinal);
        JournalStore again = Open();
        await again.LoadAsync(CancellationToken.None);
        Assert.Equal(store.Current, again.Current);
    }

    [Fact]
    public async Task A_host_without_a_journal_begins_with_an_empty_one()
    {
        JournalStore store = Open();

        Assert.Null(await store.LoadAsync(CancellationToken.None));
        Assert.Equal(new Journal(), store.Current);
    }

    public void Dispose() => host.Dispose();

    private JournalStore Open() => new(new JournalFile(host.Root, TestHost.WorkDirectory));
}
