namespace ElementalProvider.Controllers;

/// <summary>Reasons of events that are no reasons of conditions as well.</summary>
internal static class EventReasons
{
    /// <summary>A host was told to wipe itself; the message says on whose behalf.</summary>
    public const string ResetRequested = "ResetRequested";

    /// <summary>A host object was let go without the host having shown that it wiped itself; the message says who wanted it and why.</summary>
    public const string HostDetached = "HostDetached";

    /// <summary>The provider ID of a Node was taken over.</summary>
    public const string ProviderIDAdopted = "ProviderIDAdopted";
}
