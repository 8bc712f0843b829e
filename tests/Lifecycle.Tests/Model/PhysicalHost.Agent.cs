using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;
using Grpc.Core;

namespace ElementalProvider.Lifecycle.Tests.Model;

internal sealed partial class PhysicalHost
{
    private static readonly StepOutcome Done = new StepOutcome.Done();

    /// <summary>One turn of the agent's loop: observe, decide, report, take one step.</summary>
    /// <param name="gateway">Who answers the calls of the step.</param>
    /// <param name="mishap">What goes wrong meanwhile.</param>
    public void TakeTurn(Gateway gateway, Mishap mishap)
    {
        if (IsDead || IsIdle)
            return;

        AgentMemory agent = _agent ??= new AgentMemory();
        AgentStep step = _world.Rules.ForAgent(Observe(agent), agent.Desired);
        _world.Watch.OnAgentStep(this, step);
        if (step is AgentStep.Refuse)
        {
            IsIdle = true;
            return;
        }

        if (step != agent.FailedStep)
            (agent.Failure, agent.FailedStep) = (null, null);
        Report(agent, step);
        switch (step)
        {
            case AgentStep.Wait or AgentStep.AwaitBootstrap:
                return;
            case AgentStep.Finished:
                Finish();
                return;
            default:
                Execute(agent, step, gateway, mishap);
                return;
        }
    }

    private AgentState Observe(AgentMemory agent) => new()
    {
        Goal = Goal,
        Journal = Journal,
        Facts = agent.Facts ?? new OsFacts { BootId = BootId },
        BootId = BootId,
        HasIdentity = Key is not null,
        IsRejected = agent.IsRejected,
        PluginReady = agent.Facts is not null,
        SentinelPresent = HasSentinel,
    };

    private void Report(AgentMemory agent, AgentStep step)
    {
        if (step is AgentStep.Forget)
            agent.Link = null;
        if (step is AgentStep.PreparePlugin && agent.Failure is null)
            return;

        agent.Report = HostReports.Make(new ReportInput
        {
            AgentVersion = "model",
            HostName = Name,
            BootId = BootId,
            Journal = Journal,
            Facts = agent.Facts ?? new OsFacts { BootId = BootId },
            Step = step,
            IsWiping = Goal == AgentGoal.Reset,
            Desired = agent.Desired,
            Failure = agent.Failure,
        });
        if (agent.Link is not null)
            Enter(StateOf(agent.Report.Phase));
    }

    private void Finish()
    {
        if (Goal == AgentGoal.Reset || Journal.InstallBootId == BootId)
            Boot(recoveryFails: false);
        else
            IsIdle = true;
    }

    private void Execute(AgentMemory agent, AgentStep step, Gateway gateway, Mishap mishap)
    {
        string? bootstrap = step is AgentStep.Bootstrap ? FetchBootstrap(gateway) : null;
        bool fails = mishap is Mishap.Fails || (step is AgentStep.Bootstrap && bootstrap is null);
        StepOutcome? outcome = null;
        if (!fails && !DiesAt(Mishap.DiesBeforeTheNote, mishap))
        {
            Journal = _world.Rules.Before(step, Journal, BootId);
            if (step is AgentStep.TriggerReset && State == HostState.ResetAsked)
                Enter(HostState.ResetBegun);
            if (DiesAt(Mishap.DiesAfterTheNote, mishap))
                return;

            outcome = mishap == Mishap.IsRefused && step is AgentStep.CheckOperation or AgentStep.PrepareOperation
                ? new StepOutcome.Refused("no such image")
                : Effect(agent, step, gateway, bootstrap, isCutOff: mishap == Mishap.DiesWithin);
            if (DiesAt(Mishap.DiesWithin, mishap) || DiesAt(Mishap.DiesAfterTheEffect, mishap))
                return;
            if (mishap == Mishap.LosesTheAnswer && step is AgentStep.Register or AgentStep.AnnounceReset or AgentStep.ShowEvidence)
                outcome = null;
        }

        if (_agent is null)
            return;

        Conclude(agent, step, outcome);
    }

    private void Conclude(AgentMemory agent, AgentStep step, StepOutcome? outcome)
    {
        if (step is AgentStep.Register || Goal == AgentGoal.Reset)
            agent.IsRejected = false;
        if (outcome is null)
        {
            (agent.Failure, agent.FailedStep) = (StepFailures.Of(step, AgentDecisions.IsResetDue(Journal, agent.Desired), new PluginException("it did not work")), step);
            return;
        }

        Journal = _world.Rules.After(step, outcome, Journal, BootId);
        (agent.Failure, agent.FailedStep) = (null, null);
        if (step is AgentStep.Reboot or AgentStep.TriggerReset)
            Boot(recoveryFails: false);
    }

    private bool DiesAt(Mishap where, Mishap mishap)
    {
        if (where != mishap)
            return false;

        KillAgent();
        return true;
    }

    /// <summary>What the step does to the world; null where it did not work.</summary>
    private StepOutcome? Effect(AgentMemory agent, AgentStep step, Gateway gateway, string? bootstrap, bool isCutOff)
    {
        switch (step)
        {
            case AgentStep.Register:
                Key ??= _world.NextKey();
                RegisterHostRequest request = new() { Name = Name, PublicKey = Key };
                return !isCutOff && gateway.Register(request) == StatusCode.OK ? new StepOutcome.Configured("{}") : null;
            case AgentStep.PreparePlugin:
                agent.Facts = Os.Facts(BootId);
                return new StepOutcome.Learned(agent.Facts);
            case AgentStep.Install:
                return WithPlugin(agent, isCutOff, () => Os.Install(), new StepOutcome.Configured("{}"));
            case AgentStep.OfOperation { IsAtWork: true } operation:
                return Operate(agent, operation, isCutOff);
            case AgentStep.Bootstrap:
                return isCutOff ? null : ApplyBootstrap(agent, bootstrap!);
            case AgentStep.TriggerReset:
                Os.BootsIntoRecovery = !isCutOff;
                return Done;
            case AgentStep.AnnounceReset:
                return Call(gateway, new DeleteHostRequest { BootId = BootId }, isCutOff);
            case AgentStep.Wipe:
                return Wipe(agent, isCutOff);
            case AgentStep.ShowEvidence:
                return Call(gateway, new DeleteHostRequest { BootId = BootId, Evidence = ResetEvidences.Of(Journal) }, isCutOff);
            case AgentStep.Forget:
                (Key, State) = (null, HostState.Registering);
                return Done;
            default:
                return Done;
        }
    }

    private StepOutcome? Call(Gateway gateway, DeleteHostRequest request, bool isCutOff)
    {
        (ElementalHost? host, StatusCode status) = gateway.Authenticate(Name, Key!);
        if (host is not null)
            status = gateway.Delete(host, request, diesAtWrite: isCutOff ? 1 : 0);

        return status is StatusCode.OK or StatusCode.NotFound ? Done : null;
    }

    private StepOutcome Wipe(AgentMemory agent, bool isCutOff)
    {
        _world.Watch.OnWipe(this);
        return WithPlugin(agent, isCutOff: false, () => Os.Wipe(onlyInPart: isCutOff), new StepOutcome.Wiped(ModelOs.WipedPaths))!;
    }

    private StepOutcome? Operate(AgentMemory agent, AgentStep.OfOperation step, bool isCutOff)
    {
        agent.Facts = null;
        if (isCutOff)
            return null;

        string version = step.Operation.Wanted;
        switch (step)
        {
            case AgentStep.CheckOperation:
                return new StepOutcome.Checked(Os.Look(version, BootId));
            case AgentStep.PrepareOperation:
                Os.Prepare(version);
                return Done;
            case AgentStep.ApplyOperation:
                return new StepOutcome.Applied(Os.Apply(version, BootId));
            case AgentStep.VerifyOperation:
                return new StepOutcome.Verified(Os.Verify(version));
            default:
                Os.Settle();
                return Done;
        }
    }

    private StepOutcome? ApplyBootstrap(AgentMemory agent, string data)
    {
        agent.Facts = null;
        if (!Os.Bootstrap(data, BootId))
            return null;

        _world.Watch.OnBootstrap(this, data);
        return Done;
    }

    private static StepOutcome? WithPlugin(AgentMemory agent, bool isCutOff, Action effect, StepOutcome outcome)
    {
        agent.Facts = null;
        if (isCutOff)
            return null;

        effect();
        return outcome;
    }

    private string? FetchBootstrap(Gateway gateway) =>
        gateway.Authenticate(Name, Key!).Host is { } host ? gateway.GetBootstrap(host) : null;
}
