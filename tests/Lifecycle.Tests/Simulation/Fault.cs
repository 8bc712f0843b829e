using System.Runtime.InteropServices;
using ElementalProvider.Agent.Contract;
using Grpc.Core;

namespace ElementalProvider.Lifecycle.Tests.Simulation;

/// <summary>What a process reaches by a call, which decides how it hears of a failure.</summary>
internal enum Port
{
    Api,
    Gateway,
    Disk,
    Plugin,

    /// <summary>A verb of the OS plugin that may say no for good.</summary>
    Operation,
}

/// <summary>What goes wrong with one call.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The process dies before the call has gone through.</summary>
    DiesBefore,

    /// <summary>The process dies with the call gone through and its answer unheard.</summary>
    DiesAfter,

    /// <summary>The power fails in the middle.</summary>
    DiesWithin,

    /// <summary>The call does not get through.</summary>
    LosesTheRequest,

    /// <summary>The call gets through, its answer does not.</summary>
    LosesTheAnswer,

    /// <summary>The OS plugin says no for good.</summary>
    IsRefused,
}

/// <summary>Something that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="AtCall">With which call from now, counted from one.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct Fault(FaultKind Kind, int AtCall);

/// <summary>How the product hears of a call that failed.</summary>
internal static class Failures
{
    public static Exception Of(Port port, FaultKind fault) => port switch
    {
        Port.Gateway => new RpcException(new Status(StatusCode.Unavailable, "the model lost it")),
        Port.Disk => new IOException("the model's disk failed"),
        Port.Plugin or Port.Operation => new PluginException("it did not work") { CanRetry = fault != FaultKind.IsRefused },
        _ => new HttpRequestException("the model lost it"),
    };
}
