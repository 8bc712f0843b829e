using System.Text.Json;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Reset;

/// <summary>
/// Wipes the host, in the boot made for it: announce, wipe, show the evidence, and only then forget who the host was. Each part may be
/// repeated, so that running it again finishes whatever a crash cut off.
/// </summary>
internal sealed partial class HostReset(
    LocalHost host, GatewayClient gateway, AgentEngineOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly AgentStep Step = new AgentStep.TriggerReset();

    private readonly Latest<HostReport> reports = new();
    private StepFailure? failure;

    private JournalStore Journal => host.Journal;

    /// <summary>Resets the host; fails never, but may take until the server is back.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (host.Identity is not { } identity)
        {
            Log.NothingToReset(logger);
            return;
        }

        HostTokenSource tokens = new(identity, host.Config.Registration.Uri.Text, clock);
        if (Journal.Current.Reset is not { Stage: ResetStage.Wiped })
            await WipeAsync(tokens, cancellationToken);

        await UntilDoneAsync(() => gateway.DeleteHostAsync(tokens, Evidence(), cancellationToken), cancellationToken);
        await Journal.UpdateAsync(_ => new Journal { Reset = Entry(ResetStage.Released) }, cancellationToken);
        host.Forget();
        Log.Done(logger, identity.Name);
    }

    private async Task WipeAsync(HostTokenSource tokens, CancellationToken cancellationToken)
    {
        await Journal.UpdateAsync(journal => journal with { Reset = Entry(ResetStage.Wiping) }, cancellationToken);
        Report();
        await using HostLink link = new(gateway, tokens, reports, new WakeUp(), options.Retries, clock, logger);
        await UntilDoneAsync(() => gateway.DeleteHostAsync(tokens, evidence: null, cancellationToken), cancellationToken);
        await UntilDoneAsync(() => WipeOnceAsync(cancellationToken), cancellationToken);
        await link.CloseAsync(options.FarewellPatience, cancellationToken);
    }

    private async Task WipeOnceAsync(CancellationToken cancellationToken)
    {
        JsonElement reset = await ReadResetAsync(cancellationToken);
        await host.PreparePluginAsync(cancellationToken);
        IReadOnlyList<string> wiped = await host.Plugin.ResetAsync(reset, cancellationToken);
        await Journal.UpdateAsync(journal => journal with { Reset = Entry(ResetStage.Wiped) with { WipedPaths = wiped } }, cancellationToken);
    }

    private async Task<JsonElement> ReadResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            GetRegistrationResponse answer = await gateway.GetRegistrationAsync(cancellationToken);
            await host.AdoptAsync(answer, cancellationToken);
            return StructJson.ToJson(answer.Reset);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            // The server has agreed to the reset already. A registration that was deleted, or a token that has expired, must not strand the host.
            Log.RegistrationUnreadable(logger, GatewayFailures.Describe(exception));
            return StructJson.Parse(Journal.Current.ResetConfig);
        }
    }

    private async Task UntilDoneAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        FullJitterBackoff backoff = options.Retries.Connecting();
        while (true)
        {
            try
            {
                await action();
                failure = null;
                Report();
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new StepFailure(ConditionTypes.ResetReady, Reasons.ResetFailed, StepFailures.Describe(exception));
                TimeSpan pause = GatewayFailures.PauseAfter(exception, backoff);
                Log.TryingAgain(logger, failure.Message, pause.TotalSeconds);
                Report();
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    private void Report()
    {
        HostReport report = HostReports.Make(new ReportInput
        {
            AgentVersion = AgentVersion.Text,
            BootId = host.BootId,
            Journal = Journal.Current,
            Facts = host.Facts,
            Step = Step,
            IsWiping = true,
            Failure = failure,
        });
        if (!report.Equals(reports.Current.Value))
            reports.Publish(report);
    }

    private ResetEntry Entry(ResetStage stage) => new() { Stage = stage, BootId = host.BootId };

    private ResetEvidence Evidence()
    {
        ResetEntry wiped = Journal.Current.Reset ?? Entry(ResetStage.Wiped);
        ResetEvidence evidence = new() { BootId = wiped.BootId };
        evidence.WipedPaths.Add(wiped.WipedPaths);
        return evidence;
    }

    private static partial class Log
    {
        [LoggerMessage(401, LogLevel.Information, "This host has no identity: there is nothing to reset.")]
        public static partial void NothingToReset(ILogger logger);

        [LoggerMessage(402, LogLevel.Information, "{Name} is wiped and forgotten.")]
        public static partial void Done(ILogger logger, string name);

        [LoggerMessage(403, LogLevel.Warning, "The registration cannot be read; the host is wiped as it was last told to. {Reason}")]
        public static partial void RegistrationUnreadable(ILogger logger, string reason);

        [LoggerMessage(404, LogLevel.Warning, "{Reason} Trying again in {Seconds:F1} s.")]
        public static partial void TryingAgain(ILogger logger, string reason, double seconds);
    }
}
