using System.Collections.Concurrent;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>A host as the test gateway knows it.</summary>
internal sealed class RegisteredHost(string name, string publicKey)
{
    public string Name => name;

    public string PublicKey => publicKey;

    /// <summary>What is wanted of the host; every open stream is told when it changes.</summary>
    public Latest<HostDirective> Desired { get; } = new();

    public Latest<HostReport> Reported { get; } = new();

    /// <summary>Everything that the agent said it did, in order.</summary>
    public ConcurrentQueue<StepReport> Steps { get; } = new();

    /// <summary>The host said that it is about to wipe itself.</summary>
    public bool IsDeleting { get; set; }
}
