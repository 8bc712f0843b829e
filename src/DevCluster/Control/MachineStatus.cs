namespace ElementalProvider.DevCluster.Control;

/// <summary>A simulated machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOn">Whether it has power.</param>
/// <param name="Boots">How often it has booted.</param>
internal sealed record MachineStatus(string Name, bool IsOn, int Boots);
