using System.Collections.ObjectModel;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Calls;

/// <summary>A registration as agents are told about it. What is not set stays not set: the defaults belong to the agent.</summary>
internal sealed record RegistrationAnswer
{
    /// <summary>Labels that every host of the registration gets.</summary>
    public IReadOnlyDictionary<string, string> HostLabels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Annotations that every host of the registration gets.</summary>
    public IReadOnlyDictionary<string, string> HostAnnotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How the hosts come back, what their agent does and what their OS plugin is told.</summary>
    public RegistrationConfig Config { get; init; } = new();

    /// <summary>What agents are told.</summary>
    /// <param name="registration">The registration.</param>
    public static RegistrationAnswer Of(ElementalRegistration registration) => new()
    {
        HostLabels = registration.Spec?.HostLabels ?? ReadOnlyDictionary<string, string>.Empty,
        HostAnnotations = registration.Spec?.HostAnnotations ?? ReadOnlyDictionary<string, string>.Empty,
        Config = registration.Spec?.Config ?? new RegistrationConfig(),
    };

    /// <summary>Without what it says: there is a token in it, and there are passwords.</summary>
    public override string ToString() => nameof(RegistrationAnswer);
}

/// <summary>The host that an agent asks for.</summary>
internal sealed record NewHost
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its public key, SubjectPublicKeyInfo in PEM.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Its annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What it serves although its object is lost; null where it serves nobody.</summary>
    public Serving? Serves { get; init; }
}
