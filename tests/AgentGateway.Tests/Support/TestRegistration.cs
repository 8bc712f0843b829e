using System.Security.Cryptography;
using System.Text;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>A registration as its controller leaves it: with URI, key and token.</summary>
internal sealed class TestRegistration
{
    private TestRegistration(ObjectKey key, string keyPem, string token) => (Key, KeyPem, Token) = (key, keyPem, token);

    public ObjectKey Key { get; }

    public string KeyPem { get; }

    public string Token { get; }

    public string Uri => UriOf(Key);

    public static async Task<TestRegistration> CreateAsync(
        IKubernetesClient client, string namespaceName, TimeProvider clock, string? specToken = null, string? keyPem = null)
    {
        ObjectKey key = new(namespaceName, "reg");
        keyPem ??= Es256Key.GeneratePrivatePem();
        string token = Sign(keyPem, UriOf(key), clock.GetUtcNow().AddHours(24));
        await client.Resource<V1Secret>().CreateAsync(new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "reg-key", NamespaceProperty = namespaceName },
            Data = new Dictionary<string, byte[]> { ["privKey"] = Encoding.UTF8.GetBytes(keyPem) },
        });
        await client.Resource<ElementalRegistration>().CreateAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { Name = key.Name, NamespaceProperty = namespaceName },
            Spec = new ElementalRegistrationSpec
            {
                HostLabels = new Dictionary<string, string> { ["rack"] = "r1", ["site"] = "s1" },
                PrivateKeyRef = new V1ObjectReference { Name = "reg-key" },
                Config = new RegistrationConfig
                {
                    CloudConfig = SampleObjects.Json("""{"users":[{"name":"root"}]}"""),
                    Elemental = new ElementalConfig
                    {
                        Registration = new RegistrationEndpoint { Uri = UriOf(key), CaCert = "PEM", Token = specToken ?? token },
                        Agent = new AgentSettings { OsPlugin = "dummy", Reconciliation = SampleObjects.Json("\"1m30s\"") },
                    },
                },
            },
        });
        return new TestRegistration(key, keyPem, token);
    }

    public static string Sign(string keyPem, string audience, DateTimeOffset? expiry)
    {
        Assert.True(Es256Key.TryImportPrivate(keyPem, out ECDsa? key));
        using (key)
            return Jwt.Sign(key, new JwtClaims { Subject = audience, Audience = [audience], ExpiresAt = expiry });
    }

    private static string UriOf(ObjectKey key) => $"https://manager.example.com/elemental/v1/namespaces/{key.Namespace}/registrations/{key.Name}";
}
