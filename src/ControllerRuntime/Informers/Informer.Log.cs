using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.Informers;

internal sealed partial class Informer<T>
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Cache of {Resource} is filled with {Count} objects")]
        public static partial void Synced(ILogger logger, string resource, int count);

        [LoggerMessage(1002, LogLevel.Information, "The server no longer has version {Version} of {Resource}; listing again")]
        public static partial void VersionGone(ILogger logger, string resource, string? version);

        [LoggerMessage(1003, LogLevel.Warning, "Following {Resource} was interrupted, trying again soon: {Cause}")]
        public static partial void Interrupted(ILogger logger, string resource, string cause, Exception exception);

        [LoggerMessage(1004, LogLevel.Warning, "The watch of {Resource} was silent for {Timeout}; opening another")]
        public static partial void Silent(ILogger logger, string resource, TimeSpan timeout);
    }
}
