using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.AgentGateway.Hosts;

/// <summary>
/// Hands bootstrap data to the one host that was claimed for it (I2, H4). It is read when it is asked for and kept nowhere.
/// </summary>
internal sealed class BootstrapData(HostAuthenticator authenticator, IInformers informers, IKubernetesClient client, GatewayDecisions decisions, WorkDoor door)
{
    private const string DataKey = "value";
    private const string FormatKey = "format";
    private const string DefaultFormat = "cloud-config";

    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    /// <summary>The data for the calling host.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">NOT_FOUND: there is none for this host now.</exception>
    public async Task<BootstrapAnswer> GetAsync(CallMetadata call, CancellationToken cancellationToken)
    {
        ElementalHost host = await authenticator.AuthenticateAsync(call, cancellationToken);
        string name = $"{host.Metadata.NamespaceProperty}/{host.Metadata.Name}";
        if (decisions.WhyNoBootstrap(host, _clusters.Of(host)) is { } why)
            throw new RefusedException(Refusal.NotFound(RefusalReasons.NoBootstrapData, $"there is no bootstrap data for the ElementalHost {name} now: {why}"));

        // Always the host's own namespace: whoever may write a host must not reach other namespaces through it.
        string secretName = host.Spec!.BootstrapSecret!.Name!;
        using WorkDoor.Pass pass = await door.EnterAsync(Errand.KnownHost, cancellationToken);
        V1Secret secret = await client.Resource<V1Secret>().FindAsync(host.Metadata.NamespaceProperty, secretName, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound(
                RefusalReasons.NoBootstrapData, $"the Secret {secretName} with the bootstrap data of the ElementalHost {name} does not exist"));
        byte[] data = secret.Value(DataKey)
            ?? throw new RefusedException(Refusal.NotFound(
                RefusalReasons.NoBootstrapData, $"the Secret {secretName} of the ElementalHost {name} has no key {DataKey} in its data"));
        if (data.Length == 0)
        {
            throw new RefusedException(Refusal.NotFound(
                RefusalReasons.NoBootstrapData, $"the key {DataKey} of the Secret {secretName} of the ElementalHost {name} is empty"));
        }

        string format = secret.Value(FormatKey) is { Length: > 0 } given ? System.Text.Encoding.UTF8.GetString(given) : DefaultFormat;
        return new BootstrapAnswer(format, data);
    }

    /// <summary>
    /// Why there is no bootstrap data for a host now, or null where there is. A host that is held back gets none either: with it, it would join a
    /// cluster that is paused, or one that is being moved away from here.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that it serves, or null.</param>
    public static string? WhyNone(ElementalHost host, Cluster? cluster) => host switch
    {
        _ when host.MustReset() => "it has to be reset",
        _ when !host.IsClaimed() => "no machine has claimed it",
        _ when host.IsBootstrapped() => "it is bootstrapped already",
        _ when host.IsCloned() => "two machines have its key, and nobody has decided which it is",
        _ when !host.WantsBootstrap() => "its machine has none yet",
        _ => Hold.Why(host, cluster),
    };
}
