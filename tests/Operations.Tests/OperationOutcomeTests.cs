using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations.Tests;

public sealed class OperationOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly HostOperation Asked = new() { Id = "a", Type = OperationType.Upgrade, Attempt = 2, Wanted = "aa" };

    public static TheoryData<string, OperationOutcome> Ends => new()
    {
        { OperationPhase.Pending, new OperationOutcome.InProgress("words", 40) },
        { OperationPhase.Preparing, new OperationOutcome.InProgress("words", 40) },
        { OperationPhase.Applying, new OperationOutcome.InProgress("words", 40) },
        { OperationPhase.Rebooting, new OperationOutcome.InProgress("words", 40) },
        { OperationPhase.Verifying, new OperationOutcome.InProgress("words", 40) },
        { "SomethingNew", new OperationOutcome.InProgress("words", 40) },
        { OperationPhase.Succeeded, new OperationOutcome.Succeeded() },
        { OperationPhase.Failed, new OperationOutcome.Failed("words", IsPermanent: false) },
        { OperationPhase.Aborted, new OperationOutcome.Failed("words", IsPermanent: false) },
        { OperationPhase.RolledBack, new OperationOutcome.RolledBack("words") },
        { OperationPhase.Expired, new OperationOutcome.Expired("words") },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_phase_that_the_host_reports_says_what_came_of_it(string phase, OperationOutcome expected)
    {
        HostOperationStatus status = new() { Id = "a", Attempt = 2, Phase = phase, Message = "words", Progress = 40 };

        Assert.Equal(expected, OperationOutcome.Of(Asked, Asked, status));
        Assert.Equal(expected is not OperationOutcome.InProgress, OperationOutcome.Of(Asked, Asked, status).IsEnd);
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("b", 2)]
    public void What_is_said_of_another_attempt_or_operation_is_no_answer(string id, int attempt)
    {
        HostOperationStatus status = new() { Id = id, Attempt = attempt, Phase = OperationPhase.Succeeded };

        Assert.Equal(new OperationOutcome.InProgress("the host has not spoken of it yet", null), OperationOutcome.Of(Asked, Asked, status));
    }

    [Fact]
    public void Whoever_asked_for_what_is_not_wanted_any_more_is_told_what_is()
    {
        Assert.Equal("the host has no operation any more", Assert.IsType<OperationOutcome.Superseded>(OperationOutcome.Of(Asked, null, null)).Message);
        Assert.Equal(
            "the host has the operation b now",
            Assert.IsType<OperationOutcome.Superseded>(OperationOutcome.Of(Asked, Asked with { Id = "b" }, null)).Message);
        Assert.Equal(
            "the operation a is at its attempt 3 now",
            Assert.IsType<OperationOutcome.Superseded>(OperationOutcome.Of(Asked, Asked with { Attempt = 3 }, null)).Message);
    }

    [Fact]
    public void An_end_that_was_reached_before_something_else_was_wanted_stays_an_end()
    {
        HostOperationStatus status = new() { Id = "a", Attempt = 2, Phase = OperationPhase.Succeeded };

        Assert.IsType<OperationOutcome.Succeeded>(OperationOutcome.Of(Asked, Asked with { Id = "b" }, status));
    }

    [Fact]
    public void Times_are_those_of_the_first_word_and_the_last_and_a_repeated_report_changes_nothing()
    {
        OperationNews news = new() { Id = "a", Attempt = 2, Phase = OperationPhase.Pending };
        HostOperationStatus pending = news.Applied(null, Asked, Now)!;
        HostOperationStatus applying = (news with { Phase = OperationPhase.Applying, Progress = 37 }).Applied(pending, Asked, Now.AddMinutes(1))!;
        HostOperationStatus done = (news with { Phase = OperationPhase.Succeeded }).Applied(applying, Asked, Now.AddMinutes(2))!;

        Assert.Equal((null, null, "Upgrade"), (pending.StartedAt, pending.FinishedAt, pending.Type));
        Assert.Equal((Now.AddMinutes(1), null, 30), (applying.StartedAt, applying.FinishedAt, applying.Progress));
        Assert.Equal((Now.AddMinutes(1), Now.AddMinutes(2), null), (done.StartedAt, done.FinishedAt, done.Progress));
        Assert.Same(done, (news with { Phase = OperationPhase.Succeeded }).Applied(done, Asked, Now.AddMinutes(9)));
        Assert.Same(applying, (news with { Phase = OperationPhase.Applying, Progress = 39 }).Applied(applying, Asked, Now.AddMinutes(9)));
    }

    [Fact]
    public void Another_attempt_begins_anew()
    {
        HostOperationStatus failed = new() { Id = "a", Attempt = 1, Phase = OperationPhase.Failed, StartedAt = Now, FinishedAt = Now };

        HostOperationStatus next = new OperationNews { Id = "a", Attempt = 2, Phase = OperationPhase.Applying }.Applied(failed, Asked, Now.AddHours(1))!;

        Assert.Equal((Now.AddHours(1), null), (next.StartedAt, next.FinishedAt));
    }

    [Theory]
    [InlineData("", "Applying")]
    [InlineData("a", "")]
    public void A_report_that_names_nothing_says_nothing(string id, string phase) =>
        Assert.Null(new OperationNews { Id = id, Attempt = 1, Phase = phase }.Applied(null, Asked, Now));

    [Fact]
    public void No_report_can_blow_up_the_object()
    {
        string endless = new('x', 100_000);

        HostOperationStatus status = new OperationNews { Id = "a", Attempt = 1, Phase = "Failed", Message = endless, Reason = endless, Progress = int.MaxValue }
            .Applied(null, Asked, Now)!;

        Assert.Equal((1024, 256, null), (status.Message!.Length, status.Reason!.Length, status.Progress));
        Assert.Null(new OperationNews { Id = endless, Attempt = 1, Phase = "Failed" }.Applied(null, Asked, Now));
    }
}
