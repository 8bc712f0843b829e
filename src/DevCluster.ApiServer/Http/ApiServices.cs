using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Discovery;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.ApiServer.OpenApi;
using ElementalProvider.DevCluster.ApiServer.PortForward;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>What the HTTP layer needs of the rest of the server.</summary>
internal sealed record ApiServices
{
    public required ObjectStore Store { get; init; }

    public required ResourceRegistry Registry { get; init; }

    public required ResourceReader Reader { get; init; }

    public required ResourceWriter Writer { get; init; }

    public required ResourceDeleter Deleter { get; init; }

    public required ScaleEndpoint Scales { get; init; }

    public required RequestBodies Bodies { get; init; }

    public required Authenticator Authenticator { get; init; }

    public required RbacAuthorizer Authorizer { get; init; }

    public required Impersonation Impersonation { get; init; }

    public required TokenRequests Tokens { get; init; }

    public required PortForwarder PortForwarder { get; init; }

    public required DiscoveryDocuments Discovery { get; init; }

    public required OpenApiDocuments OpenApi { get; init; }

    public required RequestMetrics Metrics { get; init; }

    public required FaultInjection Faults { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>How often an idle watch says how far it is.</summary>
    public required TimeSpan BookmarkInterval { get; init; }

    /// <summary>Ends all watches when the server stops.</summary>
    public required CancellationToken Stopping { get; init; }
}
