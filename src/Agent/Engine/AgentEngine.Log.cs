using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Engine;

internal sealed partial class AgentEngine
{
    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Warning, "{Rejection} The host registers again under its name and key in {Seconds:F1} s.")]
        public static partial void Rejected(ILogger logger, string rejection, double seconds);

        [LoggerMessage(311, LogLevel.Warning, "What the server says of the registration is not taken over: {Problem} The host goes on with what it has.")]
        public static partial void NotLearnt(ILogger logger, string problem);

        [LoggerMessage(310, LogLevel.Information, "{Phase}: {Event}.")]
        public static partial void Moved(ILogger logger, string phase, string @event);

        [LoggerMessage(305, LogLevel.Error, "Bootstrapping is not done after {Minutes:F0} min: {Sentinel} is not there. It is still waited for.")]
        public static partial void BootstrapOverdue(ILogger logger, double minutes, string sentinel);

        [LoggerMessage(308, LogLevel.Warning, "{Rejection} The reset goes on.")]
        public static partial void RejectedInReset(ILogger logger, string rejection);

        [LoggerMessage(309, LogLevel.Error, "The host came up with its installed system instead of recovery. Asking for recovery again in {Seconds:F1} s, attempt {Attempt}.")]
        public static partial void NotInRecovery(ILogger logger, double seconds, int attempt);
    }
}
