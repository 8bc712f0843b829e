using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations.Tests;

public sealed class OperationPlannerTests
{
    private const string A = "aaaaaaaaaaaaaaaa";
    private const string B = "bbbbbbbbbbbbbbbb";
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What is wanted (of a free host, of a serving one with or without leave), stored, reported and proved, and what is stored then.</summary>
    public static TheoryData<string, string, string, string, string> Rows => new()
    {
        { "free A", "-", "-", "-", "A/1 HostUpdate" },
        { "free A", "-", "-", "A", "A/1 HostUpdate" },
        { "free nothing", "-", "-", "-", "-" },
        { "free nothing", "A/1", "A/1 Applying", "-", "A/1" },
        { "free B", "A/1", "A/1 Applying", "-", "B/1 HostUpdate" },
        { "free B", "A/1", "A/1 Failed", "-", "B/1 HostUpdate" },
        { "free A", "A/1", "A/1 Succeeded", "A", "A/1" },

        // Without the label nothing is written, and a finished operation stays where it is.
        { "serving A", "-", "-", "-", "-" },
        { "serving B", "A/1", "A/1 Succeeded", "A", "A/1" },
        { "serving B", "A/1", "A/1 Failed", "-", "A/1" },
        { "labelled A", "-", "-", "-", "A/1 InPlaceUpdate" },
        { "labelled B", "A/1", "A/1 Succeeded", "A", "B/1 InPlaceUpdate" },
        { "labelled nothing", "A/1", "A/1 Succeeded", "A", "A/1" },

        // Pending although the version runs: nothing, but not while another one may be under way.
        { "labelled A", "-", "-", "A", "-" },
        { "labelled A", "A/1", "A/1 Succeeded", "A", "A/1" },
        { "labelled A", "B/1", "B/1 RolledBack", "A", "B/1" },
        { "labelled A", "B/1", "B/1 Applying", "A", "A/1 InPlaceUpdate" },
        { "labelled A", "B/1", "-", "A", "A/1 InPlaceUpdate" },
        { "labelled A", "B/1", "B/1 Failed", "-", "A/1 InPlaceUpdate" },

        // Another attempt for whoever takes the leave away after a failure.
        { "labelled A", "A/1", "A/1 Failed", "-", "A/1" },
        { "serving A", "A/1", "A/1 Failed", "-", "A/2" },
        { "serving A", "A/1", "A/1 Expired", "-", "A/2" },
        { "serving A", "A/1", "A/1 Aborted", "-", "A/2" },
        { "serving A", "A/2", "A/1 Failed", "-", "A/2" },
        { "serving A", "A/1", "A/1 Applying", "-", "A/1" },
        { "serving nothing", "A/1", "A/1 Failed", "-", "A/2" },
        { "free nothing", "A/1", "A/1 Failed", "-", "A/2" },
        { "free A", "A/1", "A/1 Failed", "-", "A/1" },
        { "free A", "A/2 HostUpdate", "A/1 Failed", "-", "A/2 HostUpdate" },
        { "labelled A, withdrawn", "A/1", "A/1 Failed", "-", "A/2 InPlaceUpdate" },
        { "labelled A, withdrawn", "A/1", "A/1 Applying", "-", "A/1" },
        { "free A, withdrawn", "A/1", "A/1 Failed", "-", "A/2 HostUpdate" },

        // What was rolled back is burnt whatever the attempt.
        { "serving A", "A/1", "A/1 RolledBack", "-", "A/1" },
        { "labelled A, withdrawn", "A/1", "A/1 RolledBack", "-", "A/1" },
        { "free nothing", "A/1", "A/1 RolledBack", "-", "A/1" },

        // There and back again: the host may never have heard of B.
        { "labelled A", "B/1", "A/1 Failed", "-", "A/2 InPlaceUpdate" },
        { "labelled A", "B/1", "A/3 Expired", "-", "A/4 InPlaceUpdate" },
        { "labelled A", "B/1", "A/1 RolledBack", "-", "A/1 InPlaceUpdate" },

        // A host that was free when it failed, and serves when it is allowed to try again: the label asks, so the label is answered.
        { "labelled A", "A/2 HostUpdate", "A/1 Failed", "-", "A/2 InPlaceUpdate" },
        { "labelled A", "A/1 HostUpdate", "A/1 Succeeded", "A", "A/1 HostUpdate" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_operation_follows_from_what_is_wanted_allowed_and_reported(string wanted, string stored, string status, string proved, string expected)
    {
        OperationSeen seen = See(wanted) with { Stored = Operation(stored), Status = Status(status), Proved = Hash(proved) };

        HostOperation? next = OperationPlanner.Next(seen);

        Assert.Equal(expected, Text(next, withRequester: expected.Contains(' ', StringComparison.Ordinal)));
        if (stored == expected)
            Assert.Same(seen.Stored, next);
    }

    [Theory]
    [InlineData("free A", "-", "-", 60)]
    [InlineData("labelled A", "-", "-", 60)]
    [InlineData("serving A", "A/1 InPlaceUpdate", "A/1 Failed", null)]
    [InlineData("labelled A", "A/2 InPlaceUpdate", "A/1 Failed", 60)]
    [InlineData("labelled A, withdrawn", "A/1 InPlaceUpdate", "A/1 Expired", 60)]
    [InlineData("labelled A", "A/1 InPlaceUpdate", "A/1 Applying", null)]
    [InlineData("labelled A", "A/1 InPlaceUpdate", "A/1 Succeeded", null)]
    public void The_time_to_begin_runs_from_the_leave(string wanted, string stored, string status, int? seconds)
    {
        OperationSeen seen = See(wanted) with { Stored = Operation(stored), Status = Status(status), Patience = TimeSpan.FromMinutes(1) };

        HostOperation? next = OperationPlanner.Next(seen);

        Assert.Equal(seconds is { } after ? Now.AddSeconds(after) : null, next!.Deadline);
        // Later looks do not push it away.
        OperationSeen later = seen with { Stored = next, Now = Now.AddSeconds(30), WasWithdrawn = false };
        Assert.Same(next, OperationPlanner.Next(later));
    }

    [Fact]
    public void A_deadline_is_what_the_API_can_keep() =>
        Assert.Equal(
            Now.AddSeconds(60),
            OperationPlanner.Next(See("free A") with { Now = Now.AddMilliseconds(400), Patience = TimeSpan.FromMinutes(1) })!.Deadline);

    [Fact]
    public void Without_patience_there_is_no_deadline() => Assert.Null(OperationPlanner.Next(See("free A"))!.Deadline);

    [Fact]
    public void The_id_is_that_of_what_is_wanted()
    {
        OperationRequest request = OperationRequest.Upgrade("0123456789abcdef", isServing: false);

        Assert.Equal(("osversion-0123456789ab", "Upgrade", "0123456789abcdef"), (request.Id, request.Type, request.Wanted));
    }

    /// <summary>Every combination of what can be seen, some thousands.</summary>
    [Fact]
    public void Whatever_is_seen_a_second_look_changes_nothing_and_no_rule_is_broken()
    {
        int looks = 0;
        foreach (OperationSeen seen in Everything())
        {
            HostOperation? next = OperationPlanner.Next(seen);
            OperationSeen again = seen with { Stored = next, WasWithdrawn = false, Now = seen.Now.AddMinutes(5) };
            string what = $"{seen} -> {next}";

            Assert.True(ReferenceEquals(next, OperationPlanner.Next(again)), $"no rest: {what}");
            Assert.True(next is not null || seen.Stored is null, $"forgotten: {what}");
            Assert.True(seen.IsPermitted || next?.Wanted == seen.Stored?.Wanted, $"asked for without leave: {what}");
            Assert.True(next is null || next.Attempt >= 1, $"no attempt: {what}");
            bool isSameId = next is not null && next.Id == seen.Stored?.Id;
            Assert.True(!isSameId || next!.Attempt - seen.Stored!.Attempt is 0 or 1, $"attempts jump: {what}");
            bool isBurnt = seen.Status is { Phase: OperationPhase.RolledBack } burnt && burnt.Id == seen.Stored?.Id && burnt.Attempt == seen.Stored.Attempt;
            Assert.True(!isBurnt || !isSameId || next!.Attempt == seen.Stored!.Attempt, $"tried again after a rollback: {what}");
            Assert.True(!again.IsDue, $"still due: {what}");
            looks++;
        }

        Assert.True(looks > 4000, $"only {looks} looks");
    }

    [Theory]
    [InlineData("free A", "-", "-", "-", true)]
    [InlineData("free A", "A/1", "-", "-", false)]
    [InlineData("free A", "B/1", "B/1 Succeeded", "B", true)]
    [InlineData("serving A", "B/1", "-", "-", false)]
    [InlineData("labelled A", "B/1", "-", "-", true)]
    [InlineData("labelled A", "-", "-", "A", false)]
    [InlineData("free nothing", "B/1", "-", "-", false)]
    public void What_is_due_must_be_stored_before_the_host_hears_of_it(string wanted, string stored, string status, string proved, bool isDue) =>
        Assert.Equal(isDue, (See(wanted) with { Stored = Operation(stored), Status = Status(status), Proved = Hash(proved) }).IsDue);

    private static IEnumerable<OperationSeen> Everything() =>
        from wanted in (string[])["free A", "free nothing", "serving A", "serving nothing", "labelled A", "labelled nothing", "labelled B"]
        from withdrawn in (bool[])[true, false]
        from stored in (string[])["-", "A/1 HostUpdate", "A/2 InPlaceUpdate", "B/1 InPlaceUpdate"]
        from status in (string[])["-", .. Phases.SelectMany(phase => (string[])[$"A/1 {phase}", $"A/2 {phase}", $"B/1 {phase}"])]
        from proved in (string[])["-", "A", "B"]
        from patience in (double[])[0, 60]
        select See(wanted) with
        {
            WasWithdrawn = withdrawn, Stored = Operation(stored), Status = Status(status), Proved = Hash(proved), Patience = TimeSpan.FromSeconds(patience),
        };

    private static readonly string[] Phases =
    [
        OperationPhase.Pending, OperationPhase.Preparing, OperationPhase.Applying, OperationPhase.Rebooting, OperationPhase.Verifying,
        OperationPhase.Succeeded, OperationPhase.Failed, OperationPhase.RolledBack, OperationPhase.Expired, OperationPhase.Aborted, "SomethingNew",
    ];

    private static OperationSeen See(string text)
    {
        string[] words = text.Split(", ")[0].Split(' ');
        return new OperationSeen
        {
            Request = Hash(words[1]) is { } wanted ? OperationRequest.Upgrade(wanted, isServing: words[0] != "free") : null,
            IsPermitted = words[0] != "serving",
            WasWithdrawn = text.EndsWith("withdrawn", StringComparison.Ordinal),
            Now = Now,
        };
    }

    private static HostOperation? Operation(string text)
    {
        if (text == "-")
            return null;

        string[] words = text.Split('/', ' ');
        OperationRequest request = OperationRequest.Upgrade(Hash(words[0])!, isServing: words.Length < 3 || words[2] == OperationRequesters.InPlaceUpdate);
        return new HostOperation
        {
            Id = request.Id, Type = request.Type, Attempt = int.Parse(words[1]), Wanted = request.Wanted, Requester = request.Requester,
        };
    }

    private static HostOperationStatus? Status(string text)
    {
        if (text == "-")
            return null;

        string[] words = text.Split('/', ' ');
        return new HostOperationStatus { Id = Operation($"{words[0]}/1")!.Id, Attempt = int.Parse(words[1]), Phase = words[2] };
    }

    private static string Text(HostOperation? operation, bool withRequester) => operation is null
        ? "-"
        : $"{(operation.Wanted == A ? "A" : "B")}/{operation.Attempt}{(withRequester ? $" {operation.Requester}" : "")}";

    private static string? Hash(string name) => name switch { "A" => A, "B" => B, _ => null };
}
