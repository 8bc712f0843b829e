using ElementalProvider.Agent.Contract;

namespace ElementalProvider.PluginConformance;

// What holds for each verb.
public abstract partial class PluginConformanceTests
{
    public static TheoryData<string> RepeatableVerbs =>
        ["hostname", "cloud-config", "file", "install", "preflight", "prepare", "apply", "verify", "abort", "rollback", "trigger reset"];

    [Theory]
    [MemberData(nameof(RepeatableVerbs))]
    public async Task A_verb_done_twice_is_done_once(string verb)
    {
        IOsPlugin plugin = await UpgradedAsync(world);
        await CallAsync(plugin, verb, CancellationToken.None);
        string once = world.Snapshot;

        await CallAsync(plugin, verb, CancellationToken.None);
        Assert.Equal(once, world.Snapshot);
        await CallAsync(await OpenAsync(world), verb, CancellationToken.None);

        Assert.Equal(once, world.Snapshot);
    }

    [Theory]
    [MemberData(nameof(RepeatableVerbs))]
    public async Task A_verb_that_is_cancelled_before_it_begins_changes_nothing(string verb)
    {
        IOsPlugin plugin = await UpgradedAsync(world);
        string before = world.Snapshot;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(plugin, verb, new CancellationToken(canceled: true)));

        Assert.Equal(before, world.Snapshot);
    }

    private Task CallAsync(IOsPlugin plugin, string verb, CancellationToken cancellationToken)
    {
        PluginCall call = new() { CancellationToken = cancellationToken };
        OperationRequest next = Upgrade(world.Version("v3"));
        return verb switch
        {
            "hostname" => plugin.InstallHostnameAsync(new HostnameRequest("m-2"), call),
            "cloud-config" => plugin.InstallCloudConfigAsync(new CloudConfigRequest(Json("""{"users":["a"]}""")), call),
            "file" => plugin.InstallFileAsync(new FileRequest(world.FilePath, "a"u8.ToArray(), 0x1A4), call),
            "install" => plugin.InstallAsync(new InstallRequest(world.Install), call),
            "preflight" => plugin.PreflightAsync(next, call),
            "prepare" => plugin.PrepareAsync(next, call),
            "apply" => plugin.ApplyAsync(next, call),
            "verify" => plugin.VerifyAsync(next, call),
            "abort" => plugin.AbortAsync(next, call),
            "rollback" => plugin.RollbackAsync(next, call),
            _ => plugin.TriggerResetAsync(call),
        };
    }
}
