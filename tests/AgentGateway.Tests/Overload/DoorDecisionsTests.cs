using ElementalProvider.AgentGateway.Overload;

namespace ElementalProvider.AgentGateway.Tests.Overload;

public class DoorDecisionsTests
{
    private static readonly DoorLimits Limits = new() { AtWork = 16, Waiting = 100, Patience = TimeSpan.FromSeconds(5), Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromMinutes(1) };

    public static TheoryData<string, int, int, int, int, int, double, string> Arrivals => new()
    {
        // errand, at work, newcomers at work, waiting: known, reports, newcomers; pace, what becomes of them
        { "KnownHost", 0, 0, 0, 0, 0, 10, "Enter" },
        { "KnownHost", 15, 8, 0, 0, 50, 10, "Enter" },
        { "KnownHost", 16, 8, 0, 9000, 50, 10, "Wait" },
        { "KnownHost", 16, 0, 99, 0, 0, 10, "Wait" },
        { "KnownHost", 16, 0, 100, 0, 0, 10, "ComeBack" },
        { "Report", 15, 0, 0, 0, 0, 10, "Enter" },
        { "Report", 16, 0, 100, 9999, 0, 10, "Wait" },
        { "Newcomer", 0, 0, 0, 0, 0, 10, "Enter" },
        { "Newcomer", 7, 7, 0, 0, 0, 10, "Enter" },
        { "Newcomer", 8, 8, 0, 0, 0, 10, "Wait" },
        { "Newcomer", 15, 2, 0, 0, 0, 10, "Enter" },
        { "Newcomer", 16, 2, 0, 0, 0, 10, "Wait" },
        // A few of them at any time, however much there is to do.
        { "Newcomer", 16, 1, 100, 9999, 0, 10, "Enter" },
        { "Newcomer", 16, 2, 100, 9999, 0, 10, "Wait" },
        // Not before those who came earlier.
        { "Newcomer", 0, 0, 0, 0, 1, 10, "Wait" },
        // Ten a second and five seconds of patience: fifty.
        { "Newcomer", 16, 8, 0, 0, 49, 10, "Wait" },
        { "Newcomer", 16, 8, 0, 0, 50, 10, "ComeBack" },
        { "Newcomer", 16, 8, 0, 0, 99, 1000, "Wait" },
        { "Newcomer", 16, 8, 0, 0, 100, 1000, "ComeBack" },
        // Where nothing moves, those wait who would be the next.
        { "Newcomer", 16, 8, 0, 0, 1, 0, "Wait" },
        { "Newcomer", 16, 8, 0, 0, 2, 0, "ComeBack" },
    };

    [Theory]
    [MemberData(nameof(Arrivals))]
    public void Who_comes_enters_or_waits_or_comes_back(
        string errand, int atWork, int newcomers, int known, int reports, int waiting, double pace, string welcome) =>
        Assert.Equal(welcome, DoorDecisions.Admit(Enum.Parse<Errand>(errand), new DoorSeen(atWork, newcomers, known, reports, waiting), pace, Limits).ToString());

    public static TheoryData<int, int, int, int, int, string?> Turns => new()
    {
        { 15, 0, 0, 0, 0, null },
        { 16, 2, 1, 1, 1, null },
        { 15, 2, 1, 1, 1, "KnownHost" },
        { 15, 2, 0, 1, 1, "Report" },
        { 15, 2, 0, 0, 1, "Newcomer" },
        { 15, 8, 0, 0, 1, null },
        { 15, 1, 1, 1, 1, "Newcomer" },
        { 16, 1, 1, 1, 1, "Newcomer" },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void Known_hosts_come_first_but_not_for_ever(int atWork, int newcomers, int known, int reports, int waiting, string? next) =>
        Assert.Equal(next, DoorDecisions.Next(new DoorSeen(atWork, newcomers, known, reports, waiting), Limits)?.ToString());

    [Fact]
    public void The_pace_follows_what_is_done_and_forgets_what_was()
    {
        double pace = 50;
        for (int second = 0; second < 30; second++)
            pace = DoorDecisions.Pace(pace, 10, TimeSpan.FromSeconds(1));

        Assert.InRange(pace, 10, 10.2);
        Assert.InRange(DoorDecisions.Pace(50, 0, TimeSpan.FromMinutes(1)), 0, 0.01);
        Assert.Equal(50, DoorDecisions.Pace(50, 7, TimeSpan.Zero));
    }

    [Fact]
    public void Those_who_are_asked_back_come_one_after_the_other_a_little_faster_than_they_can_be_served()
    {
        TimeSpan last = TimeSpan.Zero;
        List<double> times = [];
        for (int caller = 0; caller < 100; caller++)
        {
            (TimeSpan stayAway, last) = DoorDecisions.ComeBack(last, pace: 40, random: 0.5, Limits);
            times.Add(stayAway.TotalSeconds);
        }

        Assert.Equal(1.02, times[0], 3);
        Assert.Equal(3, times[^1], 3);
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 30, 27)]
    [InlineData(0.999, 30, 33)]
    [InlineData(0, 600, 30)]
    [InlineData(0.999, 600, 60)]
    [InlineData(0.5, -600, 1)]
    public void Nobody_is_asked_back_at_once_or_for_a_time_of_which_nothing_is_known(double random, double last, double seconds) =>
        Assert.Equal(seconds, DoorDecisions.ComeBack(TimeSpan.FromSeconds(last), pace: 1e6, random, Limits).StayAway.TotalSeconds, 0.11);
}
