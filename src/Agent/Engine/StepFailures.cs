using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Api.Elemental;
using Grpc.Core;

namespace ElementalProvider.Agent.Engine;

/// <summary>Why a step failed, as the condition that says so.</summary>
/// <param name="ConditionType">Type of the condition that is False.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Message">One sentence for a person, without secrets.</param>
internal sealed record StepFailure(string ConditionType, string Reason, string Message);

/// <summary>A step failed for a reason of its own, other than the one its kind of step usually fails for.</summary>
internal sealed class StepException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Reason => reason;
}

/// <summary>Turns what went wrong in a step into what the host reports.</summary>
internal static class StepFailures
{
    /// <param name="step">What failed.</param>
    /// <param name="isResetDue">Whether the host must be wiped, so that whatever fails keeps it from that.</param>
    /// <param name="exception">Why.</param>
    public static StepFailure Of(AgentStep step, bool isResetDue, Exception exception)
    {
        (string type, string reason) = step switch
        {
            _ when isResetDue => (ConditionTypes.ResetReady, Reasons.ResetFailed),
            AgentStep.Register or AgentStep.FinalizeRegistration => (ConditionTypes.RegistrationReady, Reasons.RegistrationFailed),
            AgentStep.OfOperation => (ConditionTypes.OSVersionReady, Reasons.OSVersionReconciliationFailed),
            AgentStep.Bootstrap or AgentStep.ConfirmBootstrap or AgentStep.ExplainBootstrap => (ConditionTypes.BootstrapReady, Reasons.BootstrapFailed),
            _ => (ConditionTypes.InstallationReady, Reasons.InstallationFailed),
        };
        return new StepFailure(type, exception is StepException own && !isResetDue ? own.Reason : reason, Describe(exception));
    }

    /// <summary>One sentence. Exceptions that were not written for people are only named: what they say might hold a secret.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        RpcException call => GatewayFailures.Describe(call),
        StepException or PluginException or ConfigException or IdentityException or IOException or UnauthorizedAccessException =>
            exception.Message.ReplaceLineEndings(" "),
        _ => $"An unexpected {exception.GetType().Name} stopped the agent at this step; its log says more.",
    };
}
