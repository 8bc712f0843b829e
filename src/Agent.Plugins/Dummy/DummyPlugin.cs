using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Dummy.Slots;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>
/// An OS that is only files: it writes down what it is told, and keeps its images in slots as systems with two of them do. For tests,
/// demonstrations and simulated machines. Names and places of the files it had from the start are those of the older agent's dummy plugin. A
/// recovery system stands in by removing <c>needs.reset</c> before it runs the reset.
/// </summary>
/// <param name="services">What it reaches the host by.</param>
internal sealed class DummyPlugin(PluginServices services) : IOsPlugin
{
    private Disk? disk;

    private Disk Dummy => disk ?? throw new InvalidOperationException("The plugin is used before it is initialized.");

    public async Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call)
    {
        HostRoot root = new(request.Root);
        IHostFiles files = services.OpenFiles(root);
        disk = new Disk(root, files, new DummyPaths(request.WorkDirectory), new SlotStore(files));
        await disk.Slots.NoteBootAsync(call.CancellationToken);
        return new PluginDescription
        {
            Name = "dummy",
            Capabilities = [PluginCapability.Prepare, PluginCapability.Upgrade, PluginCapability.Rollback, PluginCapability.Reset, PluginCapability.Reboot],
        };
    }

    public async Task<OsFacts> GetFactsAsync(PluginCall call)
    {
        OsSlots slots = await Dummy.Slots.ReadAsync(call.CancellationToken);
        return DummyFacts.Of(slots, BootId.Read(Dummy.Root)) with
        {
            Installed = Dummy.Files.Exists(Dummy.Paths.Install),
            Bootstrap = await GetBootstrapEvidenceAsync(call.CancellationToken),
        };
    }

    public async Task<HostnameResult> GetHostnameAsync(PluginCall call) =>
        new() { Hostname = (await Dummy.Files.ReadAsync(DummyPaths.Hostname, call.CancellationToken))?.Trim() ?? "" };

    public Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) =>
        DoneAfter(Dummy.Files.WriteTextAsync(DummyPaths.Hostname, request.Hostname + "\n", call.CancellationToken));

    public Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => DoneAfter(Dummy.Files.WritePrivateTextAsync(
        DummyPaths.CloudConfig, "#cloud-config\n" + YamlText.FromJson(request.CloudConfig), call.CancellationToken));

    public async Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call)
    {
        if (request is not { UserId: -1, GroupId: -1 })
            return new VerbResult { IsSupported = false, Message = $"The dummy OS knows no owners of files: {request.Path} is not written." };
        if (!request.Path.StartsWith('/') || request.Mode is < 0 or > 0x1FF)
            throw new PluginException($"A file needs an absolute path and nine bits of mode; \"{request.Path}\" is not written.") { CanRetry = false };

        await Dummy.Files.WriteAsync(request.Path, request.Content, (UnixFileMode)request.Mode, call.CancellationToken);
        return VerbResult.Done;
    }

    public async Task<VerbResult> InstallAsync(InstallRequest request, PluginCall call)
    {
        OsImage image = new() { Id = OsImage.InstalledId, Version = VersionText.OfInstallation(request.Install), State = ImageState.Complete };
        await Dummy.Slots.WriteAsync(Slot.Recovery, image, call.CancellationToken);
        await Dummy.Slots.WriteBothAsync(image, call.CancellationToken);
        await Dummy.Slots.MarkAsync(Slot.A, call.CancellationToken);
        // It goes last: what is installed is installed as a whole.
        await Dummy.Files.WritePrivateTextAsync(Dummy.Paths.Install, YamlText.FromJson(request.Install), call.CancellationToken);
        return VerbResult.Done;
    }

    public async Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call)
    {
        string path = request.Format switch
        {
            "cloud-config" => DummyPaths.CloudConfigBootstrap,
            "ignition" => DummyPaths.IgnitionBootstrap,
            _ => throw new PluginException($"The bootstrap format \"{request.Format}\" is not known; use cloud-config or ignition.") { CanRetry = false },
        };
        if (Dummy.Files.Exists(path))
            throw new PluginException($"Bootstrap data is in place already at {path}; reset the host to bootstrap it again.") { CanRetry = false };

        // The boot goes first: data without it would count as executed at once.
        await Dummy.Files.WriteTextAsync(Dummy.Paths.BootstrapBoot, BootId.Read(Dummy.Root), call.CancellationToken);
        await Dummy.Files.WriteAsync(path, request.Data, HostFilesText.Private, call.CancellationToken);
        return VerbResult.Done;
    }

    public Task<VerbResult> TriggerResetAsync(PluginCall call) => DoneAfter(Dummy.Files.WriteTextAsync(Dummy.Paths.NeedsReset, "", call.CancellationToken));

    public async Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call)
    {
        if (Dummy.Files.Exists(Dummy.Paths.NeedsReset))
            throw new PluginException($"{Dummy.Paths.NeedsReset} is still there: the recovery system removes it before it runs the reset.");

        await Dummy.Files.WritePrivateTextAsync(Dummy.Paths.Reset, YamlText.FromJson(request.Reset), call.CancellationToken);
        SimulatedStep simulated = new(Dummy.Files, Dummy.Paths.ResetFailures, services.Clock);
        await simulated.RunAsync(Simulation.OfReset(request.Reset), CanonicalJson.Hash(request.Reset), call.CancellationToken);
        if ((await Dummy.Slots.ReadAsync(call.CancellationToken)).Images.GetValueOrDefault(Slot.Recovery) is { } recovery)
            await Dummy.Slots.WriteBothAsync(recovery, call.CancellationToken);

        // The request is always on the list: it was seen to be gone, also by a reset that finds nothing else left to remove.
        IReadOnlyList<string> gone = [.. Remove(Dummy.Paths.Wiped, call.CancellationToken), Dummy.Paths.NeedsReset];
        simulated.Forget();
        return new ResetResult { RemovedPaths = gone };
    }

    public async Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call)
    {
        if (Refuse(request) is { } refusal)
            return new PreflightResult { IsSupported = false, Message = refusal };

        DummyUpgrade upgrade = Open(request);
        return new PreflightResult { Verdict = await upgrade.LookAsync(call.CancellationToken) };
    }

    public async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        if (Refuse(request) is { } refusal)
            return new VerbResult { IsSupported = false, Message = refusal };

        await Open(request).PrepareAsync(call);
        return VerbResult.Done;
    }

    public async Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call) => Refuse(request) is { } refusal
        ? new ApplyResult { IsSupported = false, Message = refusal }
        : new ApplyResult { RebootRequired = await Open(request).ApplyAsync(call) };

    public async Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) => Refuse(request) is { } refusal
        ? new VerifyResult { IsSupported = false, Message = refusal }
        : await Open(request).VerifyAsync(call.CancellationToken);

    public async Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) => Refuse(request) is { } refusal
        ? new ApplyResult { IsSupported = false, Message = refusal }
        : new ApplyResult { RebootRequired = await new DummyRollback(Dummy.Files, Dummy.Paths, Dummy.Slots).RunAsync(request, call.CancellationToken) };

    public async Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call)
    {
        if (Refuse(request) is { } refusal)
            return new VerbResult { IsSupported = false, Message = refusal };

        await Dummy.Slots.SettleAsync(await Dummy.Slots.ReadAsync(call.CancellationToken), call.CancellationToken);
        return VerbResult.Done;
    }

    private static string? Refuse(OperationRequest request) => request.Type == PluginCapability.Upgrade
        ? null
        : $"The dummy OS does not support operations of type {request.Type}; it supports {PluginCapability.Upgrade}.";

    private static async Task<VerbResult> DoneAfter(Task effect)
    {
        await effect;
        return VerbResult.Done;
    }

    private DummyUpgrade Open(OperationRequest request) => new(Dummy.Files, Dummy.Paths, Dummy.Slots, services.Clock, request.Payload
        ?? throw new PluginException($"The operation {request.Id} does not say which OS version it wants.") { CanRetry = false });

    private List<string> Remove(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<string> gone = [];
        foreach (string path in paths.Where(Dummy.Files.Exists))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Dummy.Files.Delete(path);
            if (Dummy.Files.Exists(path))
                throw new PluginException($"{path} is still there after it was removed.");
            gone.Add(path);
        }

        return gone;
    }

    private async Task<BootstrapEvidence> GetBootstrapEvidenceAsync(CancellationToken cancellationToken)
    {
        if (!Dummy.Files.Exists(DummyPaths.CloudConfigBootstrap) && !Dummy.Files.Exists(DummyPaths.IgnitionBootstrap))
            return BootstrapEvidence.None;

        bool rebooted = await Dummy.Files.ReadAsync(Dummy.Paths.BootstrapBoot, cancellationToken) != BootId.Read(Dummy.Root);
        return rebooted ? BootstrapEvidence.Applied : BootstrapEvidence.RebootRequired;
    }

    private sealed record Disk(HostRoot Root, IHostFiles Files, DummyPaths Paths, SlotStore Slots);
}
