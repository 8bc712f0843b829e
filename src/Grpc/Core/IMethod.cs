namespace Grpc.Core;

/// <summary>What is known of a method without its message types.</summary>
public interface IMethod
{
    /// <summary>Which sides stream.</summary>
    MethodType Type { get; }

    /// <summary>The service with its package, such as <c>elemental.agent.v1.Agent</c>.</summary>
    string ServiceName { get; }

    /// <summary>The method without its service.</summary>
    string Name { get; }

    /// <summary>The HTTP path: <c>/service/method</c>.</summary>
    string FullName { get; }
}
