namespace ElementalProvider.Agent.Journaling;

/// <summary>How far bootstrapping has come. It never goes back, short of a reset.</summary>
internal enum BootstrapStage
{
    None,

    /// <summary>The data may be in place: the plugin's facts tell.</summary>
    Applying,

    /// <summary>The data is in place and is not applied again, whatever becomes of its files.</summary>
    Applied,

    /// <summary>The sentinel was seen; it is gone after the next boot, this is not.</summary>
    Succeeded,
}
