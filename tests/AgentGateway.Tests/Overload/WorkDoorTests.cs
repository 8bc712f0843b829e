using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.AgentGateway.Tests.Overload;

public class WorkDoorTests
{
    private static readonly DoorLimits Limits = new() { AtWork = 2, Waiting = 2, Patience = TimeSpan.FromSeconds(5) };

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Calls_of_known_hosts_come_before_their_reports_and_these_before_newcomers()
    {
        WorkDoor door = NewDoor();
        WorkDoor.Pass first = await door.EnterAsync(Errand.Newcomer, CancellationToken.None);
        WorkDoor.Pass second = await door.EnterAsync(Errand.KnownHost, CancellationToken.None);
        List<string> turns = [];
        Task all = Task.WhenAll(WorkAsync(Errand.Newcomer), WorkAsync(Errand.Report), WorkAsync(Errand.KnownHost));
        Assert.Empty(turns);

        second.Dispose();
        while (turns.Count < 2)
            await Task.Yield();
        first.Dispose();

        await all.InTime();
        Assert.Equal(["KnownHost", "Report", "Newcomer"], turns);

        async Task WorkAsync(Errand errand)
        {
            using WorkDoor.Pass pass = await door.EnterAsync(errand, CancellationToken.None);
            turns.Add(errand.ToString());
        }
    }

    [Fact]
    public async Task Whoever_would_wait_too_long_is_told_when_to_come_back_each_at_another_time()
    {
        WorkDoor door = NewDoor();
        await FillAsync(door);

        List<TimeSpan> told = [];
        for (int i = 0; i < 20; i++)
        {
            Refusal refusal = (await Assert.ThrowsAsync<RefusedException>(() => door.EnterAsync(Errand.Newcomer, CancellationToken.None).AsTask())).Refusal;
            Assert.Equal((RefusalCode.ResourceExhausted, RefusalReasons.Overloaded), (refusal.Code, refusal.Reason));
            told.Add(refusal.RetryAfter!.Value);
        }

        Assert.Equal(told.Order(), told);
        Assert.Equal(20, told.Distinct().Count());
    }

    [Fact]
    public async Task Reports_wait_however_many_there_are()
    {
        WorkDoor door = NewDoor();
        WorkDoor.Pass[] passes = [await door.EnterAsync(Errand.Report, CancellationToken.None), await door.EnterAsync(Errand.Report, CancellationToken.None)];
        Task<WorkDoor.Pass>[] waiting = [.. Enumerable.Range(0, 500).Select(_ => door.EnterAsync(Errand.Report, CancellationToken.None).AsTask())];
        Assert.DoesNotContain(waiting, pass => pass.IsCompleted);

        foreach (WorkDoor.Pass pass in passes)
            pass.Dispose();
        foreach (Task<WorkDoor.Pass> pass in waiting)
            (await pass.InTime()).Dispose();
    }

    [Fact]
    public async Task A_caller_that_has_gone_leaves_its_place_to_the_next()
    {
        WorkDoor door = NewDoor();
        WorkDoor.Pass[] passes = [await door.EnterAsync(Errand.Report, CancellationToken.None), await door.EnterAsync(Errand.Report, CancellationToken.None)];
        using CancellationTokenSource gone = new();
        Task<WorkDoor.Pass> impatient = door.EnterAsync(Errand.KnownHost, gone.Token).AsTask();
        Task<WorkDoor.Pass> patient = door.EnterAsync(Errand.KnownHost, CancellationToken.None).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        foreach (WorkDoor.Pass pass in passes)
            pass.Dispose();
        (await patient.InTime()).Dispose();
        (await door.EnterAsync(Errand.Report, CancellationToken.None).AsTask().InTime()).Dispose();
    }

    [Fact]
    public async Task Every_place_is_free_again_when_all_have_gone()
    {
        WorkDoor door = NewDoor();
        for (int round = 0; round < 3; round++)
            await FillAndEmptyAsync(door);

        using WorkDoor.Pass one = await door.EnterAsync(Errand.KnownHost, CancellationToken.None);
        Assert.True(door.EnterAsync(Errand.KnownHost, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    private WorkDoor NewDoor() => new(Limits, _clock) { Random = () => 0.5 };

    private static async Task<List<Task<WorkDoor.Pass>>> FillAsync(WorkDoor door)
    {
        List<Task<WorkDoor.Pass>> all = [];
        foreach (Errand errand in (Errand[])[Errand.Newcomer, Errand.Report, Errand.Newcomer, Errand.Newcomer])
            all.Add(door.EnterAsync(errand, CancellationToken.None).AsTask());
        await all[0];
        await all[1];
        return all;
    }

    private static async Task FillAndEmptyAsync(WorkDoor door)
    {
        foreach (Task<WorkDoor.Pass> pass in await FillAsync(door))
            (await pass.InTime()).Dispose();
    }
}
