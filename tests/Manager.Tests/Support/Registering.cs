using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>What a machine needs to register with a manager.</summary>
internal static class Registering
{
    public static async Task<RegistrationEndpoint> RegistrationAsync(KubernetesClient client, string namespaceName, RunningManager manager)
    {
        IResourceClient<ElementalRegistration> registrations = client.Resource<ElementalRegistration>();
        await registrations.CreateAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = namespaceName, Name = "reg" },
            Spec = new ElementalRegistrationSpec(),
        });
        RegistrationEndpoint? endpoint = null;
        await Eventually.TrueAsync(
            async () =>
            {
                ElementalRegistration seen = await registrations.GetAsync(namespaceName, "reg");
                endpoint = seen.Spec?.Config?.Elemental?.Registration;
                return Conditions.IsTrue(seen.Status?.Conditions, ConditionTypes.Ready);
            },
            () => manager.Program.Output);
        return endpoint!;
    }

    /// <summary>A connection of its own to the agent address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="caPem">Who vouches for it.</param>
    /// <param name="connect">Opens the socket; null for the usual way.</param>
    public static GrpcChannel Trusting(
        Uri address, string caPem, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trust(caPem) }, ConnectCallback = connect },
            DisposeHttpClient = true,
        });
    }

    /// <summary>Trusts one authority and no other.</summary>
    /// <param name="caPem">The authority.</param>
    public static X509ChainPolicy Trust(string caPem)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(caPem));
        return policy;
    }

    public static Metadata Headers(string name, string namespaceName, RegistrationEndpoint endpoint, string keyPem)
    {
        Assert.True(Es256Key.TryImportPrivate(keyPem, out ECDsa? key));
        using (key)
        {
            string token = Jwt.Sign(
                key,
                new JwtClaims { Subject = name, Audience = [endpoint.Uri!], ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(5) });
            return new Metadata
            {
                { "elemental-registration", $"{namespaceName}/reg" },
                { "registration-authorization", $"Bearer {endpoint.Token}" },
                { "authorization", $"Bearer {token}" },
            };
        }
    }
}
