using System.Diagnostics.CodeAnalysis;
using System.Text;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>The Secret with the key that signs the tokens of a registration.</summary>
internal static class SigningKey
{
    /// <summary>Data key of the private key, PKCS#8 in PEM.</summary>
    public const string DataKey = "privKey";

    /// <summary>A Secret with a new key. It belongs to the registration, so that it goes and moves with it (O1, MV2).</summary>
    public static V1Secret New(ElementalRegistration registration) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = registration.Metadata.Name,
            NamespaceProperty = registration.Metadata.NamespaceProperty,
            OwnerReferences =
            [
                new V1OwnerReference
                {
                    ApiVersion = ElementalGroup.ApiVersion,
                    Kind = ElementalRegistration.KubeKind,
                    Name = registration.Metadata.Name!,
                    Uid = registration.Metadata.Uid!,
                    Controller = true,
                },
            ],
        },
        Type = "Opaque",
        Data = new Dictionary<string, byte[]> { [DataKey] = Encoding.ASCII.GetBytes(Es256Key.GeneratePrivatePem()) },
    };

    /// <summary>The private key in a Secret.</summary>
    /// <param name="secret">The Secret.</param>
    /// <param name="pem">The key, or null when false is returned.</param>
    /// <returns>Whether the Secret holds a key that can sign.</returns>
    public static bool TryRead(V1Secret secret, [NotNullWhen(true)] out string? pem)
    {
        pem = secret.Value(DataKey) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        return Es256Key.TryGetPublicPem(pem, out _);
    }
}
