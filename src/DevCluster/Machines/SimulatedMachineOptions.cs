namespace ElementalProvider.DevCluster.Machines;

/// <summary>How a simulated machine is made.</summary>
internal sealed record SimulatedMachineOptions
{
    /// <summary>Name of the machine, its first host name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is kept.</summary>
    public required MachineFolder Folder { get; init; }

    /// <summary>Path of the agent's program.</summary>
    public required string AgentProgram { get; init; }

    /// <summary>The agent's first configuration, YAML or JSON; holds a token.</summary>
    public required string AgentConfig { get; init; }

    /// <summary>A kubeconfig file that the machine joins with, and that its kubelet uses, instead of what its bootstrap data says.</summary>
    public string? WorkloadKubeconfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"machine {Name}";
}
