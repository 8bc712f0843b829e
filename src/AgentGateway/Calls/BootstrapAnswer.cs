namespace ElementalProvider.AgentGateway.Calls;

/// <summary>Bootstrap data, for the host that it is meant for and for nobody else.</summary>
/// <param name="Format">cloud-config or ignition.</param>
/// <param name="Data">The data.</param>
internal sealed record BootstrapAnswer(string Format, ReadOnlyMemory<byte> Data);
