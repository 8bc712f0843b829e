using System.Text.Json;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Grpc.Core;

namespace ElementalProvider.Agent.Engine;

/// <summary>Does the steps. Each one may be cut off anywhere and is then done again, or found done, by whoever comes next.</summary>
internal sealed class AgentSteps(LocalHost host, GatewayClient gateway, TimeProvider clock)
{
    private JournalStore Journal => host.Journal;

    /// <summary>Makes the tokens of this host, for the registration as the server spells it.</summary>
    public HostTokenSource Tokens => new(
        host.Identity ?? throw new InvalidOperationException("The host has no identity yet."), host.Config.Registration.Uri.Text, clock);

    /// <summary>Does one step.</summary>
    /// <returns>What is to happen to the host's power now; the command ends for anything but none.</returns>
    public async Task<PowerAction> ExecuteAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case AgentStep.Register:
                await RegisterAsync(cancellationToken);
                break;
            case AgentStep.PreparePlugin:
                await PreparePluginAsync(cancellationToken);
                break;
            case AgentStep.FinalizeRegistration:
                await FinalizeRegistrationAsync(cancellationToken);
                break;
            case AgentStep.Install:
                await InstallAsync(cancellationToken);
                break;
            case AgentStep.TriggerReset:
                await TriggerResetAsync(cancellationToken);
                return PowerAction.Reboot;
            case AgentStep.ReconcileOsVersion when desired?.OsVersion is { } wanted:
                await ReconcileOsVersionAsync(wanted, cancellationToken);
                break;
            case AgentStep.Bootstrap:
                await BootstrapAsync(cancellationToken);
                break;
            case AgentStep.ConfirmBootstrap:
                await Journal.UpdateAsync(journal => journal with { Bootstrap = BootstrapStage.Succeeded }, cancellationToken);
                break;
            case AgentStep.Reboot:
                return PowerAction.Reboot;
            default:
                throw new InvalidOperationException($"{step} is nothing to be executed.");
        }

        return PowerAction.None;
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        GetRegistrationResponse answer = await gateway.GetRegistrationAsync(cancellationToken);
        await host.AdoptAsync(answer, cancellationToken);
        HostIdentity identity = await host.EnsureIdentityAsync(cancellationToken);
        RegisterHostRequest request = new() { Name = identity.Name, PublicKey = identity.PublicKeyPem };
        request.Labels.Add(answer.HostLabels);
        request.Annotations.Add(answer.HostAnnotations);
        await gateway.RegisterHostAsync(Tokens, request, cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Registered = true, ResetConfig = ResetConfig(answer) }, cancellationToken);
    }

    // The registration is read again only where the plugin does not work: a user may have mended it there.
    private async Task PreparePluginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await host.PreparePluginAsync(cancellationToken);
        }
        catch (OsPluginException)
        {
            await host.AdoptAsync(await gateway.GetRegistrationAsync(cancellationToken), cancellationToken);
            await host.PreparePluginAsync(cancellationToken);
        }
    }

    private async Task FinalizeRegistrationAsync(CancellationToken cancellationToken)
    {
        await host.Plugin.InstallHostnameAsync(host.Identity!.Name, cancellationToken);
        await host.SaveConfigAsync(cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Finalized = true }, cancellationToken);
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        GetRegistrationResponse answer = await gateway.GetRegistrationAsync(cancellationToken);
        await host.AdoptAsync(answer, cancellationToken);
        if (!host.IsPluginReady)
            return;

        await InstallCloudConfigAsync(StructJson.ToJson(answer.CloudConfig), cancellationToken);
        await Journal.UpdateAsync(
            journal => journal with { InstallBootId = host.BootId, ResetConfig = ResetConfig(answer) }, cancellationToken);
        await host.Plugin.InstallAsync(StructJson.ToJson(answer.Install), cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Installed = true }, cancellationToken);
        await host.RefreshFactsAsync(cancellationToken);
    }

    private static string ResetConfig(GetRegistrationResponse answer) => StructJson.ToJson(answer.Reset).GetRawText();

    private async Task InstallCloudConfigAsync(JsonElement cloudConfig, CancellationToken cancellationToken)
    {
        try
        {
            if (cloudConfig.EnumerateObject().Any())
                await host.Plugin.InstallCloudConfigAsync(cloudConfig, cancellationToken);
        }
        catch (Exception exception) when (exception is OsPluginException or IOException or UnauthorizedAccessException)
        {
            throw new StepException(Reasons.CloudConfigInstallationFailed, exception.Message, exception);
        }
    }

    private async Task TriggerResetAsync(CancellationToken cancellationToken)
    {
        await Journal.UpdateAsync(
            journal => journal with { Reset = new ResetEntry { Stage = ResetStage.Triggered, BootId = host.BootId } }, cancellationToken);
        await host.Plugin.TriggerResetAsync(cancellationToken);
    }

    private async Task ReconcileOsVersionAsync(OsVersion wanted, CancellationToken cancellationToken)
    {
        bool isProof = Journal.Current.OsVersion is { Stage: OsVersionStage.Rebooting } known && known.Hash == wanted.Hash;
        if (!isProof)
            await NoteAsync(OsVersionStage.Applying);

        OsVersionOutcome outcome = await host.Plugin.ReconcileOsVersionAsync(StructJson.ToJson(wanted.Management), cancellationToken);
        await NoteAsync(outcome switch
        {
            OsVersionOutcome.Running => OsVersionStage.Running,
            OsVersionOutcome.RolledBack => OsVersionStage.Failed,
            _ when isProof => OsVersionStage.Failed,
            _ => OsVersionStage.Rebooting,
        });
        await host.RefreshFactsAsync(cancellationToken);

        Task NoteAsync(OsVersionStage stage) => Journal.UpdateAsync(
            journal => journal with { OsVersion = new OsVersionEntry { Hash = wanted.Hash, Stage = stage, BootId = host.BootId } },
            cancellationToken);
    }

    private async Task BootstrapAsync(CancellationToken cancellationToken)
    {
        GetBootstrapResponse bootstrap = await FetchBootstrapAsync(cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Bootstrap = BootstrapStage.Applying }, cancellationToken);
        await host.Plugin.BootstrapAsync(bootstrap.Format, bootstrap.Data.Memory, cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Bootstrap = BootstrapStage.Applied }, cancellationToken);
        await host.RefreshFactsAsync(cancellationToken);
    }

    private async Task<GetBootstrapResponse> FetchBootstrapAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.GetBootstrapAsync(Tokens, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw new StepException(Reasons.WaitingForBootstrap, "The server announced bootstrap data but has none for this host now.", exception);
        }
    }
}
