namespace ElementalProvider.Agent.Journaling;

/// <summary>How far a reset has come.</summary>
internal enum ResetStage
{
    /// <summary>The next boot is to be the one that wipes.</summary>
    Triggered,

    /// <summary>The server has agreed; the host is being wiped.</summary>
    Wiping,

    /// <summary>The host is wiped; the server must take the evidence.</summary>
    Wiped,

    /// <summary>The server has let the host go: only its identity is left to delete.</summary>
    Released,
}
