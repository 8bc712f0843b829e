using System.Text.Json;
using ElementalProvider.Agent.Plugins.Dummy.Slots;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>
/// An OS that is only files: it writes down what it is told, and keeps its images in slots as systems with two of them do. For tests,
/// demonstrations and simulated machines. Names and places of the files it had from the start are those of the older agent's dummy plugin. A
/// recovery system stands in by removing <c>needs.reset</c> before it runs the reset.
/// </summary>
/// <param name="open">Opens the files of a host.</param>
internal sealed class DummyPlugin(Func<HostRoot, IHostFiles> open) : IOsPlugin
{
    private PluginContext? context;

    private PluginContext Context => context ?? throw new InvalidOperationException("The plugin is used before it is initialized.");

    private IHostFiles Files => open(Context.Root);

    private SlotStore Slots => new(Files);

    private DummyPaths Paths => new(Context.WorkDirectory);

    public Task InitializeAsync(PluginContext context, CancellationToken cancellationToken)
    {
        this.context = context;
        return Slots.NoteBootAsync(cancellationToken);
    }

    public async Task<OsFacts> GetFactsAsync(CancellationToken cancellationToken)
    {
        OsSlots slots = await Slots.ReadAsync(cancellationToken);
        return new OsFacts
        {
            Installed = Files.Exists(Paths.Install),
            Bootstrap = await GetBootstrapEvidenceAsync(cancellationToken),
            BootState = slots.BootState,
            Reported = DummyFacts.Of(slots),
        };
    }

    public Task InstallHostnameAsync(string hostname, CancellationToken cancellationToken) =>
        Files.WriteTextAsync(DummyPaths.Hostname, hostname + "\n", cancellationToken);

    public Task InstallCloudConfigAsync(JsonElement cloudConfig, CancellationToken cancellationToken) =>
        Files.WritePrivateTextAsync(DummyPaths.CloudConfig, "#cloud-config\n" + YamlText.FromJson(cloudConfig), cancellationToken);

    public async Task InstallAsync(JsonElement install, CancellationToken cancellationToken)
    {
        OsImage image = new() { Id = OsImage.InstalledId, Version = VersionText.OfInstallation(install), State = ImageState.Complete };
        await Slots.WriteAsync(Slot.Recovery, image, cancellationToken);
        await Slots.WriteBothAsync(image, cancellationToken);
        await Slots.MarkAsync(Slot.A, cancellationToken);
        // It goes last: what is installed is installed as a whole.
        await Files.WriteTextAsync(Paths.Install, YamlText.FromJson(install), cancellationToken);
    }

    public async Task<OsVersionOutcome> ReconcileOsVersionAsync(JsonElement osVersionManagement, CancellationToken cancellationToken)
    {
        string asked = YamlText.FromJson(osVersionManagement);
        if (await Files.ReadAsync(Paths.OsVersion, cancellationToken) != asked)
            await Files.WriteTextAsync(Paths.OsVersion, asked, cancellationToken);

        Simulation simulation = Simulation.OfOsVersion(osVersionManagement);
        OsImage image = new()
        {
            Id = ImageId.Of(osVersionManagement),
            Version = VersionText.Of(osVersionManagement),
            State = ImageState.Complete,
            BootFails = simulation.BootFails,
            OsVersionManagement = osVersionManagement,
        };
        OsSlots slots = await Slots.ReadAsync(cancellationToken);
        SlotStep step = SlotDecisions.Next(slots, image.Id);
        if (step.Write)
            await StageAsync(image, slots, simulation, cancellationToken);
        if (step.NextBoot is { } next)
            await Slots.ChooseAsync(next, cancellationToken);

        return step.Outcome;
    }

    public async Task BootstrapAsync(string format, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        string path = format switch
        {
            "cloud-config" => DummyPaths.CloudConfigBootstrap,
            "ignition" => DummyPaths.IgnitionBootstrap,
            _ => throw new OsPluginException($"The bootstrap format \"{format}\" is not known; use cloud-config or ignition."),
        };
        if (Files.Exists(path))
            throw new OsPluginException($"Bootstrap data is in place already at {path}; reset the host to bootstrap it again.");

        // The boot goes first: data without it would count as executed at once.
        await Files.WriteTextAsync(Paths.BootstrapBoot, BootId.Read(Context.Root), cancellationToken);
        await Files.WriteAsync(path, data, HostFilesText.Private, cancellationToken);
    }

    public Task TriggerResetAsync(CancellationToken cancellationToken) => Files.WriteTextAsync(Paths.NeedsReset, "", cancellationToken);

    public async Task<IReadOnlyList<string>> ResetAsync(JsonElement reset, CancellationToken cancellationToken)
    {
        if (Files.Exists(Paths.NeedsReset))
            throw new OsPluginException($"{Paths.NeedsReset} is still there: the recovery system removes it before it runs the reset.");

        await Files.WriteTextAsync(Paths.Reset, YamlText.FromJson(reset), cancellationToken);
        SimulatedStep simulated = new(Files, Paths.ResetFailures, Context.Clock);
        await simulated.RunAsync(Simulation.OfReset(reset), ImageId.Of(reset), cancellationToken);
        if ((await Slots.ReadAsync(cancellationToken)).Images.GetValueOrDefault(Slot.Recovery) is { } recovery)
            await Slots.WriteBothAsync(recovery, cancellationToken);

        // The request is always on the list: it was seen to be gone, also by a reset that finds nothing else left to remove.
        IReadOnlyList<string> gone = [.. Remove(Paths.Wiped, cancellationToken), Paths.NeedsReset];
        simulated.Forget();
        return gone;
    }

    public Task RebootAsync(CancellationToken cancellationToken) => Context.Power.RebootAsync(cancellationToken);

    public Task PowerOffAsync(CancellationToken cancellationToken) => Context.Power.PowerOffAsync(cancellationToken);

    /// <summary>
    /// Writes an image to the spare slot. The slot is not what boots next while it is incomplete, so that a machine that loses its power comes
    /// up, and finds that it has to write the image again.
    /// </summary>
    private async Task StageAsync(OsImage image, OsSlots slots, Simulation simulation, CancellationToken cancellationToken)
    {
        SimulatedStep simulated = new(Files, Paths.OsVersionFailures, Context.Clock);
        if (slots.Running is { } running && slots.Images.ContainsKey(running))
            await Slots.ChooseAsync(running, cancellationToken);

        await Slots.WriteAsync(slots.Spare, image with { State = ImageState.Incomplete }, cancellationToken);
        await simulated.RunAsync(simulation, image.Id, cancellationToken);
        await Slots.WriteAsync(slots.Spare, image, cancellationToken);
        simulated.Forget();
    }

    private List<string> Remove(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<string> gone = [];
        foreach (string path in paths.Where(Files.Exists))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Files.Delete(path);
            if (Files.Exists(path))
                throw new OsPluginException($"{path} is still there after it was removed.");
            gone.Add(path);
        }

        return gone;
    }

    private async Task<BootstrapEvidence> GetBootstrapEvidenceAsync(CancellationToken cancellationToken)
    {
        if (!Files.Exists(DummyPaths.CloudConfigBootstrap) && !Files.Exists(DummyPaths.IgnitionBootstrap))
            return BootstrapEvidence.None;

        bool rebooted = await Files.ReadAsync(Paths.BootstrapBoot, cancellationToken) != BootId.Read(Context.Root);
        return rebooted ? BootstrapEvidence.Applied : BootstrapEvidence.RebootRequired;
    }
}
