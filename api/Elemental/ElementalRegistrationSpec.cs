using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>How machines register, and what they become.</summary>
public sealed record ElementalRegistrationSpec
{
    /// <summary>Labels put on every host of this registration.</summary>
    public IReadOnlyDictionary<string, string>? HostLabels { get; init; }

    /// <summary>Annotations put on every host of this registration.</summary>
    public IReadOnlyDictionary<string, string>? HostAnnotations { get; init; }

    /// <summary>
    /// The Secret with the key that signs registration tokens (data key privKey, PKCS#8 in PEM). Filled in when empty; delete the Secret and
    /// this reference to get a new key.
    /// </summary>
    [Atomic]
    public ObjectReference? PrivateKeyRef { get; init; }

    /// <summary>Configuration that the hosts get.</summary>
    public RegistrationConfig? Config { get; init; }
}
