using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Lifecycle.Tests.Simulation;

/// <summary>
/// What the product catches and logs so that it can go on is a defect all the same, unless it is one of the failures that the world has.
/// </summary>
internal class DefectLogger(Process process) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && !IsOfTheWorld(exception))
            process.Break($"{process.Name}: {formatter(state, exception)}{Environment.NewLine}{exception}");
    }

    public static bool IsOfTheWorld(Exception exception) => exception is
        RpcException or PluginException or StepException or ConfigException or IOException or HttpRequestException or OperationCanceledException
        or ControllerRuntime.Client.ApiException;
}

/// <summary>The same, for those who want it by their name.</summary>
internal sealed class DefectLogger<T>(Process process) : DefectLogger(process), ILogger<T>;
