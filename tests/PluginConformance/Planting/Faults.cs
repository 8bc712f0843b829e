using System.Text;
using ElementalProvider.Agent.Contract;
using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance.Planting;

// Each of these is what somebody writes who has not read the contract to its end.

internal sealed class SpeaksANewerContract(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<PluginDescription> InitializeAsync(InitializeRequest request, PluginCall call) =>
        await base.InitializeAsync(request, call) with { ContractVersion = ContractVersion.Current + 1 };
}

internal sealed class LeavesATraceWhenAsked(IOsPlugin inner, DummyWorld world) : PluginWithFault(inner)
{
    public override Task<OsFacts> GetFactsAsync(PluginCall call)
    {
        File.AppendAllText(world.PathOf("/boot/elemental/asked"), "once more\n");
        return base.GetFactsAsync(call);
    }
}

internal sealed class SaysInstalledBeforeItIs(IOsPlugin inner, DummyWorld world) : PluginWithFault(inner)
{
    public override async Task<OsFacts> GetFactsAsync(PluginCall call) =>
        await base.GetFactsAsync(call) with { Installed = File.Exists(world.PathOf("/boot/elemental/slot-recovery.json")) };
}

internal sealed class ShortensHostNames(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<VerbResult> InstallHostnameAsync(HostnameRequest request, PluginCall call) =>
        base.InstallHostnameAsync(new HostnameRequest(request.Hostname.Split('-')[0]), call);
}

internal sealed class AppendsToFiles(IOsPlugin inner, DummyWorld world) : PluginWithFault(inner)
{
    public override async Task<VerbResult> InstallFileAsync(FileRequest request, PluginCall call)
    {
        byte[] before = File.Exists(world.PathOf(request.Path)) ? await File.ReadAllBytesAsync(world.PathOf(request.Path)) : [];
        return await base.InstallFileAsync(request with { Content = (byte[])[.. before, .. request.Content.Span] }, call);
    }
}

internal sealed class CannotBeCancelled(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<VerbResult> InstallCloudConfigAsync(CloudConfigRequest request, PluginCall call) => base.InstallCloudConfigAsync(request, new PluginCall());

    public override Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call) => base.PrepareAsync(request, new PluginCall());
}

internal sealed class BootstrapsAgain(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call)
    {
        try
        {
            return await base.BootstrapAsync(request, call);
        }
        catch (PluginException)
        {
            return VerbResult.Done;
        }
    }
}

internal sealed class TellsTheSecretItRefuses(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<VerbResult> BootstrapAsync(BootstrapRequest request, PluginCall call)
    {
        try
        {
            return await base.BootstrapAsync(request, call);
        }
        catch (PluginException exception)
        {
            throw new PluginException($"{exception.Message} It was {Encoding.UTF8.GetString(request.Data.Span)}.", exception) { CanRetry = exception.CanRetry };
        }
    }
}

internal sealed class SaysItWipedAndDidNot(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<ResetResult> ResetAsync(ResetRequest request, PluginCall call) => Task.FromResult(new ResetResult { RemovedPaths = ["/var"] });
}

internal sealed class BootsWhatItOnlyPrepared(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        VerbResult prepared = await base.PrepareAsync(request, call);
        if (prepared.IsSupported)
            await Inner.ApplyAsync(request, call);
        return prepared;
    }

    public override Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);
}

internal sealed class GivesNothingUp(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<VerbResult> AbortAsync(OperationRequest request, PluginCall call) => Task.FromResult(VerbResult.Done);
}

internal sealed class ClearsTheBootSlotBeforeItWritesIt(IOsPlugin inner, DummyWorld world) : PluginWithFault(inner)
{
    public override async Task<ApplyResult> ApplyAsync(OperationRequest request, PluginCall call)
    {
        string running = (await base.GetFactsAsync(call)).Version == "v1" ? "a" : "b";
        string slot = world.PathOf($"/boot/elemental/slot-{running}.json");
        byte[] image = await File.ReadAllBytesAsync(slot);
        world.Disk.Change();
        File.Delete(slot);
        world.Disk.Change();
        await File.WriteAllBytesAsync(slot, image);
        return await base.ApplyAsync(request, call);
    }
}

internal sealed class BelievesThatItWorked(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<VerifyResult> VerifyAsync(OperationRequest request, PluginCall call) => Task.FromResult(new VerifyResult { Verdict = VerifyVerdict.Ok });
}

internal sealed class ForgetsWhatDidNotBoot(IOsPlugin inner, DummyWorld world) : PluginWithFault(inner)
{
    public override async Task<PreflightResult> PreflightAsync(OperationRequest request, PluginCall call)
    {
        PreflightResult found = await base.PreflightAsync(request, call);
        if (found.Verdict != PreflightVerdict.RolledBack)
            return found;

        foreach (string slot in (string[])["a", "b"])
        {
            string path = world.PathOf($"/boot/elemental/slot-{slot}.json");
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"failed\"", "\"complete\"", StringComparison.Ordinal));
        }

        File.Delete(world.PathOf("/run/elemental/boot.json"));
        return found with { Verdict = PreflightVerdict.Proceed };
    }
}

internal sealed class TakesEveryFailureForFinal(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        try
        {
            return await base.PrepareAsync(request, call);
        }
        catch (Exception exception) when (exception is IOException or PluginException)
        {
            throw new PluginException(exception.Message, exception) { CanRetry = false };
        }
    }
}

internal sealed class TakesNoFailureForFinal(IOsPlugin inner) : PluginWithFault(inner)
{
    public override async Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call)
    {
        try
        {
            return await base.PrepareAsync(request, call);
        }
        catch (PluginException exception)
        {
            throw new PluginException(exception.Message, exception);
        }
    }
}

internal sealed class DoesWhatItWasNotAskedFor(IOsPlugin inner) : PluginWithFault(inner)
{
    public override Task<VerbResult> PrepareAsync(OperationRequest request, PluginCall call) =>
        base.PrepareAsync(request with { Type = PluginCapability.Upgrade }, call);
}

internal sealed class RollsBackAndForth(IOsPlugin inner) : PluginWithFault(inner)
{
    private static int asked;

    public override Task<ApplyResult> RollbackAsync(OperationRequest request, PluginCall call) =>
        base.RollbackAsync(request with { Id = $"{request.Id}-{Interlocked.Increment(ref asked)}" }, call);
}
