using System.Text.Json;
using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Grpc.Core;

namespace ElementalProvider.Agent.Engine;

/// <summary>Does the steps. Each one may be cut off anywhere and is then done again, or found done, by whoever comes next.</summary>
internal sealed class AgentSteps(IAgentHost host, IGateway gateway, TimeSpan bootstrapDeadline, TimeProvider clock)
{
    /// <summary>Makes the tokens of this host, for the registration as the server spells it.</summary>
    public HostTokenSource Tokens => new(
        host.Identity ?? throw new InvalidOperationException("The host has no identity yet."), host.Config.Registration.Uri, clock);

    /// <summary>Does one step: what it needs is read, what it is about to do is noted, then it is done, and what came of it is noted.</summary>
    public async Task<StepOutcome> ExecuteAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        Func<Task<StepOutcome>> effect = await PrepareAsync(step, desired, cancellationToken);
        await host.NoteAsync(journal => JournalTransitions.Before(step, journal, host.BootId), cancellationToken);
        StepOutcome outcome = await effect();
        await host.NoteAsync(journal => JournalTransitions.After(step, outcome, journal, host.BootId), cancellationToken);
        return outcome;
    }

    /// <summary>Reads what a step needs; nothing is changed yet but this agent's own configuration.</summary>
    private async Task<Func<Task<StepOutcome>>> PrepareAsync(AgentStep step, HostDirective? desired, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case AgentStep.Register:
                return () => RegisterAsync(cancellationToken);
            case AgentStep.PreparePlugin:
                return () => PreparePluginAsync(cancellationToken);
            case AgentStep.FinalizeRegistration:
                return () => FinalizeRegistrationAsync(cancellationToken);
            case AgentStep.Install:
                GetRegistrationResponse registration = await gateway.GetRegistrationAsync(cancellationToken);
                return () => InstallAsync(registration, cancellationToken);
            case AgentStep.OfOperation { IsAtWork: true } operation:
                return () => OperateAsync(operation, desired, cancellationToken);
            case AgentStep.Bootstrap:
                GetBootstrapResponse bootstrap = await FetchBootstrapAsync(cancellationToken);
                return () => BootstrapAsync(bootstrap, desired?.Traceparent, cancellationToken);
            case AgentStep.ExplainBootstrap explain:
                return () => ExplainBootstrapAsync(explain, cancellationToken);
            case AgentStep.TriggerReset:
                return () => DoneAfter(host.Plugin.TriggerResetAsync(cancellationToken));
            case AgentStep.AnnounceReset:
                return () => AnnounceResetAsync(cancellationToken);
            case AgentStep.Wipe:
                JsonElement reset = await ReadResetAsync(cancellationToken);
                return () => WipeAsync(reset, cancellationToken);
            case AgentStep.ShowEvidence:
                return () => DoneAfter(gateway.DeleteHostAsync(Tokens, host.BootId, ResetEvidences.Of(host.Journal), cancellationToken));
            case AgentStep.Forget:
                return ForgetAsync;
            case AgentStep.OfOperation or AgentStep.ConfirmBootstrap or AgentStep.Reboot:
                return () => DoneAfter(Task.CompletedTask);
            default:
                throw new InvalidOperationException($"{step} is nothing to be executed.");
        }
    }

    /// <summary>
    /// A server that does not know the host says nothing of what it serves: its object may be lost, and nobody has asked for a wipe but whoever typed
    /// it here.
    /// </summary>
    private async Task<StepOutcome> AnnounceResetAsync(CancellationToken cancellationToken)
    {
        bool isKnown = await gateway.DeleteHostAsync(Tokens, host.BootId, evidence: null, cancellationToken);
        return isKnown || host.Journal.Reset is not null || Serves() is not { } serves
            ? new StepOutcome.Done()
            : throw new StepException(
                Reasons.ResetFailed,
                $"The server does not know this host, which serves {(serves.Machine.Length > 0 ? $"the machine {serves.Machine} of the cluster {serves.Cluster}" : "a machine")}; nothing is wiped. "
                + "Start the agent (elemental-agent run): it registers as what it serves, and can be reset then.");
    }

    private static async Task<StepOutcome> DoneAfter(Task effect)
    {
        await effect;
        return new StepOutcome.Done();
    }

    private async Task<StepOutcome> RegisterAsync(CancellationToken cancellationToken)
    {
        GetRegistrationResponse answer = await gateway.GetRegistrationAsync(cancellationToken);
        await host.AdoptAsync(answer, cancellationToken);
        // A host that cannot work with its OS could be neither installed nor reset, and would be in the way of all others. One that is known is
        // let in all the same: that is how it learns of a registration that was mended.
        if (!host.Journal.Registered && host.WhyNoPlugin() is { } why)
            throw new StepException(Reasons.RegistrationFailed, $"The ElementalRegistration cannot be worked with: {why}");

        bool comesBack = host.Identity is not null && !host.Journal.Registered;
        HostIdentity identity = await host.EnsureIdentityAsync(cancellationToken);
        if (comesBack)
            await LearnFactsAsync(cancellationToken);
        RegisterHostRequest request = new() { Name = identity.Name, PublicKey = identity.PublicKeyPem };
        request.Labels.Add(answer.HostLabels);
        request.Annotations.Add(answer.HostAnnotations);
        request.Serves = Serves();
        await gateway.RegisterHostAsync(Tokens, request, cancellationToken);
        return new StepOutcome.Configured(ResetConfig(answer));
    }

    /// <summary>A host that holds bootstrap state is no new one, whatever became of its object: it registers as what it is.</summary>
    private Serving? Serves()
    {
        ServingEntry? known = host.Journal.Serves;
        return host.Journal.Bootstrap == BootstrapStage.None && host.Facts.Bootstrap == BootstrapEvidence.None
            ? null
            : new Serving { Machine = known?.Machine ?? "", Cluster = known?.Cluster ?? "", BootId = known?.BootId ?? "" };
    }

    // A host that has a key and no journal has lost that: whether it serves, only the plugin can tell.
    private async Task LearnFactsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await host.PreparePluginAsync(cancellationToken);
            // They are asked for again once the host is registered, and written down then.
            host.DistrustFacts();
        }
        catch (PluginException)
        {
            // Preparing the plugin is a step of its own, which says what is wrong with it.
        }
    }

    // The registration is read again only where the plugin does not work: a user may have mended it there.
    private async Task<StepOutcome> PreparePluginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new StepOutcome.Learned(await host.PreparePluginAsync(cancellationToken));
        }
        catch (PluginException)
        {
            await host.AdoptAsync(await gateway.GetRegistrationAsync(cancellationToken), cancellationToken);
            return new StepOutcome.Learned(await host.PreparePluginAsync(cancellationToken));
        }
    }

    private async Task<StepOutcome> FinalizeRegistrationAsync(CancellationToken cancellationToken)
    {
        await host.Plugin.InstallHostnameAsync(host.Identity!.Name, cancellationToken);
        await host.SaveConfigAsync(cancellationToken);
        return new StepOutcome.Done();
    }

    private async Task<StepOutcome> InstallAsync(GetRegistrationResponse registration, CancellationToken cancellationToken)
    {
        await host.AdoptAsync(registration, cancellationToken);
        return await WithPluginAsync(async plugin =>
        {
            await InstallCloudConfigAsync(plugin, registration, cancellationToken);
            if (!FreeFormJson.TryRead(registration.InstallJson, registration.Install, out JsonElement install))
                throw new StepException(Reasons.InstallationFailed, FreeFormJson.Unreadable("config.elemental.install of the ElementalRegistration"));

            await plugin.InstallAsync(new InstallRequest(install), cancellationToken);
            return new StepOutcome.Configured(ResetConfig(registration));
        });
    }

    private static async Task InstallCloudConfigAsync(OsPluginCalls plugin, GetRegistrationResponse registration, CancellationToken cancellationToken)
    {
        if (!FreeFormJson.TryRead(registration.CloudConfigJson, registration.CloudConfig, out JsonElement cloudConfig))
            throw new StepException(Reasons.CloudConfigInstallationFailed, FreeFormJson.Unreadable("config.cloudConfig of the ElementalRegistration"));

        try
        {
            if (cloudConfig.EnumerateObject().Any())
                await plugin.InstallCloudConfigAsync(new CloudConfigRequest(cloudConfig), cancellationToken);
        }
        catch (Exception exception) when (exception is PluginException or IOException or UnauthorizedAccessException)
        {
            throw new StepException(Reasons.CloudConfigInstallationFailed, exception.Message, exception);
        }
    }

    /// <summary>An operation as the plugin is asked for it, and why it cannot be asked for it, if so.</summary>
    private static (OperationRequest Request, string? WhyNot) RequestFor(OperationKey operation, HostDirective? desired)
    {
        (JsonElement? payload, string? whyNot) = PayloadOf(operation, desired);
        OperationRequest request = new()
        {
            Id = operation.Id,
            Attempt = operation.Attempt,
            Type = operation.Type,
            Wanted = operation.Wanted,
            Payload = payload,
        };
        return (request, whyNot);
    }

    /// <summary>What is wanted is in the directive, where it still speaks of this operation.</summary>
    private static (JsonElement? Payload, string? WhyNot) PayloadOf(OperationKey operation, HostDirective? desired) => desired?.OsVersion switch
    {
        _ when operation.Type != OperationType.Upgrade =>
            (null, $"This agent does not support operations of type {operation.Type}, only {OperationType.Upgrade}: update the agent."),
        { } version when version.Hash == operation.Wanted => FreeFormJson.TryRead(version.ManagementJson, version.Management, out JsonElement payload)
            ? (payload, null)
            : (null, FreeFormJson.Unreadable("spec.osVersionManagement")),
        _ => (null, "The server wants an OS version and does not say which: its operation and its OS version are not the same."),
    };

    private async Task<StepOutcome> OperateAsync(AgentStep.OfOperation step, HostDirective? desired, CancellationToken cancellationToken)
    {
        (OperationRequest request, string? whyNot) = RequestFor(step.Operation, desired);
        // What was given up needs no words any more, everything else does.
        if (step is not AgentStep.AbortOperation && whyNot is not null)
            return new StepOutcome.Refused(whyNot);

        try
        {
            return await WithPluginAsync(plugin => OperateAsync(plugin, step, request, cancellationToken));
        }
        catch (PluginException exception) when (!exception.CanRetry)
        {
            return new StepOutcome.Refused(StepFailures.Describe(exception));
        }
    }

    private static async Task<StepOutcome> OperateAsync(
        OsPluginCalls plugin, AgentStep.OfOperation step, OperationRequest request, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case AgentStep.CheckOperation:
                PreflightResult found = await plugin.PreflightAsync(request, cancellationToken);
                return found.Verdict == PreflightVerdict.Refused ? new StepOutcome.Refused(found.Message) : new StepOutcome.Checked(found.Verdict);
            case AgentStep.PrepareOperation:
                return await DoneAfter(plugin.PrepareAsync(request, cancellationToken));
            case AgentStep.ApplyOperation:
                return new StepOutcome.Applied((await plugin.ApplyAsync(request, cancellationToken)).RebootRequired);
            case AgentStep.VerifyOperation:
                VerifyResult proof = await plugin.VerifyAsync(request, cancellationToken);
                return new StepOutcome.Verified(proof.Verdict, proof.Actual);
            default:
                return await DoneAfter(plugin.AbortAsync(request, cancellationToken));
        }
    }

    private Task<StepOutcome> BootstrapAsync(GetBootstrapResponse bootstrap, string? traceparent, CancellationToken cancellationToken) => WithPluginAsync(async plugin =>
    {
        await plugin.BootstrapAsync(new BootstrapRequest(bootstrap.Format, bootstrap.Data.Memory), cancellationToken);
        return new StepOutcome.Placed(clock.GetUtcNow(), traceparent);
    });

    /// <summary>
    /// The log of what failed is full of what was in the data, which is a secret and kept nowhere: it is asked for once more, to know what to leave
    /// out. A server that does not give it is no reason to say nothing.
    /// </summary>
    private async Task<StepOutcome> ExplainBootstrapAsync(AgentStep.ExplainBootstrap step, CancellationToken cancellationToken)
    {
        BootstrapTrace trace = host.ReadBootstrapTrace();
        TimeSpan? overdue = step.HasEnded ? null : bootstrapDeadline;
        try
        {
            GetBootstrapResponse bootstrap = await gateway.GetBootstrapAsync(Tokens, cancellationToken);
            return new StepOutcome.Explained(BootstrapWords.Of(trace, new BootstrapScrubber(bootstrap.Data.Span), overdue));
        }
        catch (RpcException)
        {
            return new StepOutcome.Explained(BootstrapWords.Of(trace, scrubber: null, overdue));
        }
    }

    private async Task<GetBootstrapResponse> FetchBootstrapAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.GetBootstrapAsync(Tokens, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw new StepException(Reasons.BootstrapDataNotFound, $"The server announced bootstrap data but has none for this host now: {exception.Status.Detail}", exception);
        }
    }

    private async Task<JsonElement> ReadResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            GetRegistrationResponse answer = await gateway.GetRegistrationAsync(cancellationToken);
            await host.AdoptAsync(answer, cancellationToken);
            // What cannot be read holds no reset back.
            return FreeFormJson.TryRead(answer.ResetJson, answer.Reset, out JsonElement reset) ? reset : AsLastTold();
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            // The server has agreed to the reset already. A registration that was deleted, or a token that has expired, must not strand the
            // host: it is wiped as it was last told to.
            return AsLastTold();
        }
    }

    private Task<StepOutcome> WipeAsync(JsonElement reset, CancellationToken cancellationToken) =>
        WithPluginAsync(async plugin => new StepOutcome.Wiped((await plugin.ResetAsync(new ResetRequest(reset), cancellationToken)).RemovedPaths));

    private Task<StepOutcome> ForgetAsync()
    {
        host.Forget();
        return DoneAfter(Task.CompletedTask);
    }

    /// <summary>Has the plugin change the host, after which it must be asked for facts again, whatever came of it.</summary>
    private async Task<StepOutcome> WithPluginAsync(Func<OsPluginCalls, Task<StepOutcome>> effect)
    {
        // The registration may have named another plugin a moment ago.
        if (!host.IsPluginReady)
            return new StepOutcome.NotDone();

        try
        {
            return await effect(host.Plugin);
        }
        finally
        {
            host.DistrustFacts();
        }
    }

    private JsonElement AsLastTold() => FreeFormJson.Read(host.Journal.ResetConfig);

    private string ResetConfig(GetRegistrationResponse answer) =>
        (FreeFormJson.TryRead(answer.ResetJson, answer.Reset, out JsonElement reset) ? reset : AsLastTold()).GetRawText();
}
