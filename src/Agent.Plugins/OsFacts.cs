namespace ElementalProvider.Agent.Plugins;

/// <summary>What an OS plugin can prove about its host now. The agent believes these over its own memory.</summary>
public sealed record OsFacts
{
    /// <summary>Whether the OS is installed on this host.</summary>
    public bool Installed { get; init; }

    /// <summary>Whether bootstrap data is in place, so that it must not be applied again.</summary>
    public BootstrapEvidence Bootstrap { get; init; }

    /// <summary>Which image of the OS runs.</summary>
    public BootState BootState { get; init; }

    /// <summary>Free-form facts for the host's report, such as <c>os-version</c>.</summary>
    public IReadOnlyDictionary<string, string> Reported { get; init; } = new Dictionary<string, string>();
}
