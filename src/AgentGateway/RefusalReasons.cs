namespace ElementalProvider.AgentGateway;

/// <summary>Why calls are refused, for programs. Agents of later versions decide by these words: they do not change.</summary>
internal static class RefusalReasons
{
    /// <summary>A field of the request is not acceptable.</summary>
    public const string InvalidField = "INVALID_FIELD";

    /// <summary>The Kubernetes API does not take the object that the request asks for.</summary>
    public const string HostRefused = "HOST_REFUSED";

    /// <summary>A token is missing.</summary>
    public const string TokenMissing = "TOKEN_MISSING";

    /// <summary>A token is not valid.</summary>
    public const string TokenRefused = "TOKEN_REFUSED";

    /// <summary>The key of the host was replaced while it was connected.</summary>
    public const string KeyChanged = "KEY_CHANGED";

    /// <summary>There is no such registration.</summary>
    public const string RegistrationUnknown = "REGISTRATION_UNKNOWN";

    /// <summary>The registration is not filled in yet.</summary>
    public const string RegistrationNotReady = "REGISTRATION_NOT_READY";

    /// <summary>The registration takes no new hosts.</summary>
    public const string RegistrationClosed = "REGISTRATION_CLOSED";

    /// <summary>There is no such host (any more).</summary>
    public const string HostUnknown = "HOST_UNKNOWN";

    /// <summary>The name belongs to a host with another key.</summary>
    public const string NameTaken = "NAME_TAKEN";

    /// <summary>A host with another name has the key.</summary>
    public const string KeyTaken = "KEY_TAKEN";

    /// <summary>The registration has as many hosts as it may have.</summary>
    public const string RegistrationFull = "REGISTRATION_FULL";

    /// <summary>It is the turn of others to register.</summary>
    public const string RegistrationPaced = "REGISTRATION_PACED";

    /// <summary>The name belongs to a host that is still being reset.</summary>
    public const string HostBeingReset = "HOST_BEING_RESET";

    /// <summary>There is no bootstrap data for the host now.</summary>
    public const string NoBootstrapData = "NO_BOOTSTRAP_DATA";

    /// <summary>A machine uses the host, and nobody asked for a reset.</summary>
    public const string HostInUse = "HOST_IN_USE";

    /// <summary>The host, or its cluster, is paused or being moved.</summary>
    public const string HostHeld = "HOST_HELD";

    /// <summary>Two machines have the host's key, and the other one is connected.</summary>
    public const string HostCloned = "HOST_CLONED";

    /// <summary>The hosts of the registration are leaving for another management cluster.</summary>
    public const string HostMoved = "HOST_MOVED";

    /// <summary>What is shown for a wipe shows none.</summary>
    public const string EvidenceRefused = "EVIDENCE_REFUSED";

    /// <summary>The host has connected again.</summary>
    public const string StreamReplaced = "STREAM_REPLACED";

    /// <summary>A report is larger than any that is taken.</summary>
    public const string ReportTooLarge = "REPORT_TOO_LARGE";

    /// <summary>Somebody else changed the host at the same time.</summary>
    public const string Conflict = "CONFLICT";

    /// <summary>This replica is starting.</summary>
    public const string Starting = "STARTING";

    /// <summary>This replica is shutting down.</summary>
    public const string Draining = "DRAINING";

    /// <summary>More have come than can be served at a time.</summary>
    public const string Overloaded = "OVERLOADED";

    /// <summary>The Kubernetes API does not answer.</summary>
    public const string ApiUnavailable = "API_UNAVAILABLE";

    /// <summary>The manager lacks a right in the Kubernetes API.</summary>
    public const string ApiForbidden = "API_FORBIDDEN";

    /// <summary>The manager failed where it should not have.</summary>
    public const string ManagerFailed = "MANAGER_FAILED";
}
