using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins;

public class ProcessRunnerTests
{
    private readonly ProcessRunner runner = new(TimeProvider.System);

    [Fact]
    public async Task A_program_is_told_by_its_exit_code_and_both_of_its_outputs()
    {
        ProcessResult result = await RunAsync("cat; echo $COLOUR; echo warning >&2; exit 3", request =>
            request with { Input = "in\n", Environment = new Dictionary<string, string> { ["COLOUR"] = "red" } });

        Assert.Equal(new ProcessResult(3, "in\nred\n", "warning\n"), result);
    }

    [Fact]
    public async Task A_program_that_fails_says_why()
    {
        ProcessRequest request = Shell("echo no power >&2; exit 3");
        ProcessResult result = await runner.RunAsync(request, CancellationToken.None);

        PluginException failure = Assert.Throws<PluginException>(() => result.ThrowIfFailed(request, canRetry: false));

        Assert.Equal("\"sh -c echo no power >&2; exit 3\" ended with exit code 3: no power.", failure.Message);
        Assert.Equal("no power\n", failure.Output);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named() => Assert.StartsWith(
        "\"no-such-program now\" could not be started: ",
        (await Assert.ThrowsAsync<PluginException>(
            () => runner.RunAsync(new ProcessRequest("no-such-program", "now"), CancellationToken.None))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Only_the_end_of_a_long_output_is_kept()
    {
        ProcessResult result = await RunAsync("seq 1 200000; echo the end", request => request with { OutputLimit = 1000 });

        Assert.Equal(1000, result.Output.Length);
        Assert.EndsWith("\n200000\nthe end\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_failure() =>
        Assert.Equal(0, (await RunAsync("exec 0<&-; exit 0", request => request with { Input = new string('x', 1_000_000) })).ExitCode);

    [Fact]
    public async Task A_program_past_its_deadline_is_stopped_with_everything_it_has_started()
    {
        ManualClock clock = new();
        using TestHost host = new();
        string started = host.Root.Resolve("/run/started");
        ProcessRunner late = new(clock);

        Task<ProcessResult> run = late.RunAsync(
            Shell($"sleep 1000 & echo $! > {started}.tmp; mv {started}.tmp {started}; wait") with { Deadline = clock.GetUtcNow().AddMinutes(1) }, CancellationToken.None);
        int child = await ChildAsync(started);
        await clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));

        PluginException failure = await Assert.ThrowsAsync<PluginException>(() => run.WaitAsync(TestGateway.Patience));
        Assert.EndsWith("did not end by its deadline and was stopped.", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.CanRetry);
        Assert.True(IsGone(child), $"The process {child} is still there.");
    }

    [Fact]
    public async Task A_program_that_is_cancelled_is_stopped()
    {
        using TestHost host = new();
        using CancellationTokenSource stop = new();
        string started = host.Root.Resolve("/run/started");
        Task<ProcessResult> run = runner.RunAsync(Shell($"echo $$ > {started}.tmp; mv {started}.tmp {started}; exec sleep 1000"), stop.Token);
        int process = await ChildAsync(started);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TestGateway.Patience));
        Assert.True(IsGone(process), $"The process {process} is still there.");
    }

    [Theory]
    [InlineData("pull oci://user:hunter2@registry/image failed", "pull oci://***@registry/image failed")]
    [InlineData("Authorization: Bearer abcdef123456", "Authorization: Bearer ***")]
    [InlineData("token=abc123, password: \"pass word\"", "token=***, password: \"*** word\"")]
    [InlineData("{\"apiKey\":\"abc\"}", "{\"apiKey\":\"***\"}")]
    [InlineData("got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtIn0.c2ln", "got ***")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\nrest", "***\nrest")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nabc", "***")]
    [InlineData("copied 3 files to /oem in 2 s", "copied 3 files to /oem in 2 s")]
    public void What_looks_like_a_secret_is_not_shown(string output, string shown) => Assert.Equal(shown, OutputText.Scrub(output));

    [Fact]
    public void What_is_shown_is_bounded_and_a_secret_at_the_cut_is_none_of_it()
    {
        string output = new string('x', 100) + "password=" + new string('s', OutputText.Limit - 4) + " end";

        string shown = OutputText.Tail(new string('y', OutputText.Limit) + output);

        Assert.Equal(OutputText.Limit, shown.Length);
        Assert.EndsWith("password=*** end", shown, StringComparison.Ordinal);
    }

    private static ProcessRequest Shell(string script) => new("sh", "-c", script);

    private Task<ProcessResult> RunAsync(string script, Func<ProcessRequest, ProcessRequest> change) =>
        runner.RunAsync(change(Shell(script)), CancellationToken.None).WaitAsync(TestGateway.Patience);

    private static async Task<int> ChildAsync(string path)
    {
        TaskCompletionSource there = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(Path.GetDirectoryName(path)!);
        watcher.Renamed += (_, _) => there.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
            await there.Task.WaitAsync(TestGateway.Patience);
        return int.Parse(await File.ReadAllTextAsync(path));
    }

    // A killed process is gone as soon as the kernel comes to it, and may then be waited for by nobody.
    private static bool IsGone(int process)
    {
        string status = $"/proc/{process}/stat";
        long end = Environment.TickCount64 + (long)TestGateway.Patience.TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            if (IsZombieOrGone(status))
                return true;
            Thread.Yield();
        }

        return false;
    }

    private static bool IsZombieOrGone(string status)
    {
        try
        {
            return File.ReadAllText(status).Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            // It went between two looks, or while it was read.
            return true;
        }
    }
}
