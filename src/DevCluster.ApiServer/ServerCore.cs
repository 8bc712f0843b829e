using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Admission;
using ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Discovery;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.ApiServer.GarbageCollection;
using ElementalProvider.DevCluster.ApiServer.Http;
using ElementalProvider.DevCluster.ApiServer.OpenApi;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using ElementalProvider.DevCluster.ApiServer.PortForward;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Registry.Definitions;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;
using ElementalProvider.DevCluster.ApiServer.Wire;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>Puts the server together, all but its HTTP front.</summary>
internal sealed class ServerCore : IAsyncDisposable
{
    private static readonly string[] InitialNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];
    private readonly WebhookTransport _transport;
    private readonly CancellationTokenSource _stopping;

    private readonly Task _controllers;

    private readonly DataDirectory? _data;

    private ServerCore(ApiServices services, ControllerLoop controllers, EventExpiry events, WebhookTransport transport, DataDirectory? data, CancellationTokenSource stopping)
    {
        Services = services;
        _transport = transport;
        _data = data;
        _stopping = stopping;
        _controllers = Task.WhenAll(Task.Run(() => controllers.RunAsync(stopping.Token)), Task.Run(() => events.RunAsync(stopping.Token)));
    }

    public ApiServices Services { get; }

    public static async ValueTask<ServerCore> CreateAsync(DevApiServerOptions options, ServerAuthority authority, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var store = new ObjectStore(options.EventLogLength, options.EventLogBytes);
        BuiltInSchemas schemas = BuiltInSchemas.Load();
        ResourceRegistry? registry = null;
        var conditions = new DefinitionConditions(options.Clock, () => registry!.Current);
        var definitions = new DefinitionStrategy(DefinitionRules.Validate, conditions.Apply);
        var accounts = new ServiceAccountTokens(authority, store, options.Clock);
        var authenticator = new Authenticator(new CertificateUsers(authority, options.Clock), options.Tokens, accounts, new BootstrapTokens(store, options.Clock));
        var rights = new RbacIndex();
        store.Committed += rights.OnCommitted;
        var authorizer = new RbacAuthorizer(rights);
        registry = new ResourceRegistry(BuiltInResources.All(schemas, definitions, new TokenReviews(authenticator), new AccessReviews(authorizer), store.Current.ResourceVersion));
        var normalizer = new ObjectNormalizer(schemas.Metadata);
        store.Committed += new CustomResourceRegistrar(store, registry, new DefinitionCompiler(schemas.Metadata), normalizer).OnCommitted;

        var webhooks = new WebhookIndex();
        store.Committed += webhooks.OnCommitted;
        var transport = new WebhookTransport(new ServiceHosts(options.Services), options.Clock);
        var admission = new AdmissionChain(
            new EscalationGuard(authorizer, rights), new CertificateSubject(), new WebhookAdmission(webhooks, registry, store, normalizer, new WebhookCaller(transport, loggers.CreateLogger<WebhookCaller>())));
        var reader = new ResourceReader(store);
        var writer = new ResourceWriter(store, new BodyRules(normalizer), admission, options.Clock);
        var deleter = new ResourceDeleter(store, admission, options.Clock);
        var stopping = new CancellationTokenSource();
        var services = new ApiServices
        {
            Store = store,
            Registry = registry,
            Reader = reader,
            Writer = writer,
            Deleter = deleter,
            Scales = new ScaleEndpoint(reader, writer, admission),
            Bodies = new RequestBodies(ProtobufDecoder.Load()),
            Authenticator = authenticator,
            Authorizer = authorizer,
            Impersonation = new Impersonation(authorizer),
            Tokens = new TokenRequests(reader, accounts),
            PortForwarder = new PortForwarder(reader, options.PodEndpoint, stopping.Token),
            Discovery = new DiscoveryDocuments(registry),
            OpenApi = new OpenApiDocuments(registry),
            Metrics = new RequestMetrics(),
            Faults = new FaultInjection(store, options.Clock, options.FaultSeed),
            Clock = options.Clock,
            BookmarkInterval = options.BookmarkInterval,
            Stopping = stopping.Token,
        };
        DataDirectory? data = Recover(options, store, loggers);
        await CreateNamespacesAsync(services, cancellationToken);
        var aggregator = new RoleAggregator(store, registry, writer);
        await BootstrapPolicy.CreateAsync(store, registry, writer, cancellationToken);
        while (await aggregator.AggregateAsync(cancellationToken))
        {
            // Roles may select roles that are filled themselves.
        }

        var controllers = new ControllerLoop(
            store,
            [new GarbageCollector(store, registry, writer, deleter), new NamespaceController(store, registry, writer, deleter), new DefinitionCleaner(store, registry, writer, deleter), aggregator, new KubeletCertificates(authority, authorizer, registry, writer, options.Clock)],
            options.Clock,
            loggers.CreateLogger<ControllerLoop>());
        var events = new EventExpiry(store, options.EventTimeToLive, options.Clock, loggers.CreateLogger<EventExpiry>());
        return new ServerCore(services, controllers, events, transport, data, stopping);
    }

    /// <summary>Ends watches and controllers.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _controllers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _transport.Dispose();
        Services.Faults.Dispose();
        if (_data is not null)
            await _data.DisposeAsync();
        _stopping.Dispose();
    }

    // Whoever follows commits must be there by now: they hear of everything that is found in the folder.
    private static DataDirectory? Recover(DevApiServerOptions options, ObjectStore store, ILoggerFactory loggers)
    {
        if (options.DataDirectory is not { } path)
            return null;

        DataDirectory data = DataDirectory.Open(path, options.CompactLogAt, loggers.CreateLogger<DataDirectory>(), options.Flush);
        try
        {
            data.Recover(store);
            return data;
        }
        catch
        {
            data.Close();
            throw;
        }
    }

    private static async ValueTask CreateNamespacesAsync(ApiServices services, CancellationToken cancellationToken)
    {
        ResourceDefinition namespaces = services.Registry.Current.Find(string.Empty, "v1", BuiltInResources.Namespaces)!;
        foreach (string name in InitialNamespaces.Where(name => services.Store.Current.Find(namespaces.Key(string.Empty, name)) is null))
        {
            var body = new DecodedBody(new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, []);
            await services.Writer.CreateAsync(new ResourceTarget(namespaces, null, string.Empty, string.Empty), body, new WriteOptions(), cancellationToken);
        }
    }
}
