namespace ElementalProvider.Agent.Configuration;

/// <summary>Where the host registers, and with what right.</summary>
internal sealed record RegistrationSettings
{
    public required RegistrationUri Uri { get; init; }

    /// <summary>CA certificates in PEM that vouch for the server; empty to trust the system's.</summary>
    public string CaCertificate { get; init; } = "";

    /// <summary>Registration token: a secret. Empty where the host may no longer register.</summary>
    public string Token { get; init; } = "";

    /// <summary>Leaves the token out.</summary>
    public override string ToString() => Uri.ToString();
}
