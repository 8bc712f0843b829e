namespace ElementalProvider.Controllers;

/// <summary>Reasons of events that are no reasons of conditions as well.</summary>
internal static class EventReasons
{
    /// <summary>A host was claimed; the message says for whom.</summary>
    public const string HostClaimed = "HostClaimed";

    /// <summary>A host was told to wipe itself; the message says on whose behalf.</summary>
    public const string ResetRequested = "ResetRequested";

    /// <summary>A host object was let go without the host having shown that it wiped itself; the message says who wanted it and why.</summary>
    public const string HostDetached = "HostDetached";

    /// <summary>A host object went without a reset, because nobody who deleted it meant the host; its machine runs on.</summary>
    public const string HostLetGo = "HostLetGo";

    /// <summary>A host serves a machine again that had lost it.</summary>
    public const string HostAdopted = "HostAdopted";

    /// <summary>A host object cannot be let go although somebody wants it; the message says what stands against it and what to do.</summary>
    public const string HostNotDetached = "HostNotDetached";

    /// <summary>A bootstrapped host was told to run another OS version; the message says who wants it.</summary>
    public const string OSVersionForwarded = "OSVersionForwarded";

    /// <summary>The provider ID of a Node was taken over.</summary>
    public const string ProviderIDAdopted = "ProviderIDAdopted";
}
