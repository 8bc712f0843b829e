using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>
/// Makes failed registrations visible where an administrator looks: a count by reason, a line in the log, and an Event on the registration. The
/// Event's text depends on the reason alone, so a thousand machines with an old token make one Event with a count.
/// </summary>
internal sealed partial class RegistrationFailures(
    ObjectReader<ElementalRegistration> registrations, IEventRecorder events, GatewayMetrics metrics, ILogger<RegistrationFailures> logger)
{
    private const string EventReason = "RegistrationFailed";

    /// <summary>Notes one failure.</summary>
    /// <param name="call">Who the call said it came from.</param>
    /// <param name="failure">What the caller is told.</param>
    public void Note(CallMetadata call, Refusal failure)
    {
        string reason = failure.Code.ToString();
        metrics.RegistrationFailed(reason);
        // Thousands come again and again while there is too much to do, and none of them has failed.
        if (failure.Code == RefusalCode.ResourceExhausted)
            return;
        Log.Failed(logger, call.Registration.Namespace, call.Registration.Name, call.Peer, failure.Sentence);
        if (Explain(failure) is { } explanation && registrations.Find(call.Registration) is { } registration)
            events.Warning(registration, EventReason, explanation);
    }

    // What passes by itself is no event.
    private static string? Explain(Refusal failure) => failure switch
    {
        { Code: RefusalCode.Unauthenticated } => "A machine could not register because its token is not valid; the manager's log names its address.",
        { Code: RefusalCode.PermissionDenied } =>
            "A machine could not register because the token in the spec is not valid (any more): clear it to get a new one.",
        { Reason: RefusalReasons.KeyTaken } =>
            "A machine could not register because its key belongs to another host, as after a disk was copied; the manager's log names that host.",
        { Reason: RefusalReasons.RegistrationFull } =>
            "A machine could not register because there are as many hosts as spec.limits.maxHosts allows: delete hosts that are gone for good, or raise it.",
        { Code: RefusalCode.AlreadyExists } => "A machine could not register because its name belongs to another host; the manager's log names both.",
        { Code: RefusalCode.InvalidArgument } => "A machine could not register because its request is not acceptable; the manager's log says why.",
        { Code: RefusalCode.Internal } => "A machine could not register because the manager failed; its log says why.",
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "A registration under {namespace}/{name} from {peer} failed: {reason}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string peer, string reason);
    }
}
