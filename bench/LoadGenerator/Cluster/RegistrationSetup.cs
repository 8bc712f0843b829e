using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;

namespace ElementalProvider.LoadGenerator.Cluster;

/// <summary>Finds the registration that the fleet uses, and makes it when asked to.</summary>
internal static class RegistrationSetup
{
    /// <summary>Waits until the registration can be used and says how.</summary>
    /// <param name="cluster">Where it is.</param>
    /// <param name="registration">Namespace and name.</param>
    /// <param name="create">Whether namespace and registration are made where they are missing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<AgentEndpoint> PrepareAsync(
        ManagementCluster cluster, ObjectKey registration, bool create, CancellationToken cancellationToken)
    {
        if (create)
            await CreateAsync(cluster, registration, cancellationToken);

        TaskCompletionSource<AgentEndpoint> usable = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IInformer<ElementalRegistration> informer = await cluster.FollowAsync<ElementalRegistration>(registration.Namespace, cancellationToken);
        using IDisposable subscription = informer.Subscribe((_, after) =>
        {
            if (after is not null && ObjectKey.Of(after) == registration && Endpoint(after) is { } endpoint)
                usable.TrySetResult(endpoint);
        });
        return await usable.Task.WaitAsync(cancellationToken);
    }

    private static async Task CreateAsync(ManagementCluster cluster, ObjectKey registration, CancellationToken cancellationToken)
    {
        await cluster.EnsureAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = registration.Namespace } }, cancellationToken);
        await cluster.EnsureAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = registration.Namespace, Name = registration.Name },
            Spec = new ElementalRegistrationSpec
            {
                Config = new RegistrationConfig { Elemental = new ElementalConfig { Agent = new AgentSettings { OsPlugin = "dummy" } } },
            },
        }, cancellationToken);
    }

    private static AgentEndpoint? Endpoint(ElementalRegistration registration)
    {
        if (registration.Spec?.Config?.Elemental?.Registration is not { Uri: { Length: > 0 } uri, Token: { Length: > 0 } token } endpoint)
            return null;

        X509Certificate2Collection authorities = [];
        if (endpoint.CaCert is { Length: > 0 } certificates)
            authorities.ImportFromPem(certificates);
        return new AgentEndpoint
        {
            RegistrationUri = new Uri(uri),
            Registration = ObjectKey.Of(registration).ToString(),
            RegistrationToken = token,
            Authorities = authorities,
        };
    }
}
