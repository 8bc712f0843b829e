using System.Text.Json;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Tests.Results;

public class ResultTests
{
    private static readonly IdleResult Idle = new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        Agents = 10,
        TimedOut = false,
        Retries = new Dictionary<string, int> { ["Unavailable"] = 2 },
        StreamsLost = 0,
        Cost = new Measurement
        {
            ElapsedSeconds = 60,
            Requests = [new RequestCount { Client = "manager", Verb = "patch", Resource = "elementalhosts/status", Refused = true, Requests = 3 }],
            Manager = new ProcessUsage { CpuSeconds = 0.5, RssMib = 100, PeakRssMib = 120 },
        },
        WindowSeconds = 60,
        RequestsInWindow = 3,
        ManagerCpuPercent = 0.83,
    };

    [Fact]
    public void A_result_is_one_line_of_JSON_with_units_in_its_names()
    {
        string line = ResultJson.Line(Idle);

        Assert.DoesNotContain('\n', line);
        JsonElement json = JsonElement.Parse(line);
        Assert.Equal("idle", json.GetProperty("scenario").GetString());
        Assert.Equal(60, json.GetProperty("window_seconds").GetDouble());
        Assert.Equal(120, json.GetProperty("cost").GetProperty("manager").GetProperty("peak_rss_mib").GetDouble());
        Assert.Equal(2, json.GetProperty("retries").GetProperty("Unavailable").GetInt32());
        Assert.False(json.GetProperty("succeeded").GetBoolean());
    }

    [Fact]
    public async Task The_table_shows_every_figure_with_its_goal()
    {
        using StringWriter output = new();

        await ResultTable.WriteAsync(output, [JsonElement.Parse(ResultJson.Line(Idle))]);

        string[] rows = output.ToString().Split('\n');
        Assert.Contains("| idle | requests_in_window | 3 | at most 0: NOT MET |", rows);
        Assert.Contains("| idle | streams_lost | 0 | at most 0: met |", rows);
        Assert.Contains("| idle | cost.requests manager patch elementalhosts/status (refused) | 3 |  |", rows);
        Assert.Contains("| idle | cost.manager.cpu_seconds | 0.5 |  |", rows);
    }

    [Fact]
    public void What_could_not_be_measured_meets_no_goal() =>
        Assert.False(new Goal { Name = "requests", Actual = null, AtMost = 6 }.Met);

    [Theory]
    [InlineData(5, null, 6d, true)]
    [InlineData(7, null, 6d, false)]
    [InlineData(5, 6d, null, false)]
    [InlineData(6, 6d, null, true)]
    public void A_goal_is_a_least_or_a_most(double actual, double? atLeast, double? atMost, bool met) =>
        Assert.Equal(met, new Goal { Name = "figure", Actual = actual, AtLeast = atLeast, AtMost = atMost }.Met);

    [Fact]
    public void A_run_that_was_cut_short_has_not_succeeded()
    {
        IdleResult quiet = Idle with { RequestsInWindow = 0 };

        Assert.True(quiet.Succeeded);
        Assert.False((quiet with { TimedOut = true }).Succeeded);
    }
}
