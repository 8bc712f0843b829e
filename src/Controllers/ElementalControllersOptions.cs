namespace ElementalProvider.Controllers;

/// <summary>What the controllers must be told.</summary>
public sealed class ElementalControllersOptions
{
    /// <summary>
    /// Address at which agents reach the gateway from outside, such as https://elemental.example.com; may carry a path prefix. Registrations
    /// that name no URI of their own get one below it.
    /// </summary>
    public Uri? AgentEndpoint { get; set; }

    /// <summary>Certificates (PEM) that agents must trust for <see cref="AgentEndpoint"/>; null where the system's own suffice.</summary>
    public string? AgentCaCertificate { get; set; }

    /// <summary>
    /// How long after it was asked for, or allowed, an OS version may be begun; what is begun by then is finished. Zero: at any time.
    /// </summary>
    public TimeSpan OsVersionTimeout { get; set; }
}
