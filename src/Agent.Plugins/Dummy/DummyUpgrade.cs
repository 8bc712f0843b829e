using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Dummy.Slots;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>
/// Brings one OS version into the slots and out of them. An image that is known to boot is never written over, and is what boots next whenever
/// no other one is wanted.
/// </summary>
/// <param name="files">Files of the host.</param>
/// <param name="paths">Where they are.</param>
/// <param name="slots">The slots.</param>
/// <param name="clock">Measures what takes time.</param>
/// <param name="osVersionManagement">The version, a JSON object.</param>
internal sealed class DummyUpgrade(IHostFiles files, DummyPaths paths, SlotStore slots, TimeProvider clock, JsonElement osVersionManagement)
{
    private readonly string id = CanonicalJson.Hash(osVersionManagement);

    /// <summary>Whether anything is left to do.</summary>
    public async Task<PreflightVerdict> LookAsync(CancellationToken cancellationToken)
    {
        string asked = YamlText.FromJson(osVersionManagement);
        if (await files.ReadAsync(paths.OsVersion, cancellationToken) != asked)
            await files.WriteTextAsync(paths.OsVersion, asked, cancellationToken);

        _ = Simulation.OfOsVersion(osVersionManagement);
        OsSlots now = await slots.ReadAsync(cancellationToken);
        PreflightVerdict verdict = SlotDecisions.Find(now, id) switch
        {
            SlotFinding.Running => PreflightVerdict.AlreadySatisfied,
            SlotFinding.RolledBack => PreflightVerdict.RolledBack,
            _ => PreflightVerdict.Proceed,
        };
        if (verdict != PreflightVerdict.Proceed)
            await slots.SettleAsync(now, cancellationToken);

        return verdict;
    }

    /// <summary>
    /// Writes the image to the spare slot, where it is not there. The slot is not what boots next while it is incomplete, so that a machine that
    /// loses its power comes up, and finds that it has to write the image again.
    /// </summary>
    public async Task PrepareAsync(PluginCall call)
    {
        OsSlots now = await slots.ReadAsync(call.CancellationToken);
        switch (SlotDecisions.Find(now, id))
        {
            case SlotFinding.Missing:
                await StageAsync(now, call);
                break;
            case SlotFinding.RolledBack:
                throw RolledBack();
            default:
                break;
        }
    }

    /// <summary>Has the image booted next.</summary>
    /// <returns>Whether that boot is needed.</returns>
    public async Task<bool> ApplyAsync(PluginCall call)
    {
        await PrepareAsync(call);
        OsSlots now = await slots.ReadAsync(call.CancellationToken);
        bool isRunning = SlotDecisions.Find(now, id) == SlotFinding.Running;
        await slots.ChooseAsync(isRunning ? now.Running!.Value : now.Spare, call.CancellationToken);
        return !isRunning;
    }

    /// <summary>Looks which image runs. Where it is another one, that one stays the one that boots.</summary>
    public async Task<VerifyResult> VerifyAsync(CancellationToken cancellationToken)
    {
        OsSlots now = await slots.ReadAsync(cancellationToken);
        await slots.SettleAsync(now, cancellationToken);
        return SlotDecisions.Find(now, id) switch
        {
            SlotFinding.Running => new VerifyResult { Verdict = VerifyVerdict.Ok },
            SlotFinding.RolledBack => new VerifyResult { Verdict = VerifyVerdict.BootedFallback, Actual = now.Booted?.Version ?? "" },
            _ => new VerifyResult { Verdict = VerifyVerdict.Mismatch, Actual = now.Booted?.Version ?? "" },
        };
    }

    private PluginException RolledBack() =>
        new($"The machine fell back from {VersionText.Of(osVersionManagement)} once; it is not tried again.") { CanRetry = false };

    private async Task StageAsync(OsSlots now, PluginCall call)
    {
        Simulation simulation = Simulation.OfOsVersion(osVersionManagement);
        OsImage image = new()
        {
            Id = id,
            Version = VersionText.Of(osVersionManagement),
            State = ImageState.Complete,
            BootFails = simulation.BootFails,
            OsVersionManagement = osVersionManagement,
        };
        SimulatedStep simulated = new(files, paths.OsVersionFailures, clock);
        await slots.SettleAsync(now, call.CancellationToken);
        await slots.WriteAsync(now.Spare, image with { State = ImageState.Incomplete }, call.CancellationToken);
        call.Progress?.Report(new PluginProgress(0, $"The image of {image.Version} is being written."));
        await simulated.RunAsync(simulation, id, call.CancellationToken);
        await slots.WriteAsync(now.Spare, image, call.CancellationToken);
        simulated.Forget();
        call.Progress?.Report(new PluginProgress(100, $"The image of {image.Version} is written."));
    }
}
