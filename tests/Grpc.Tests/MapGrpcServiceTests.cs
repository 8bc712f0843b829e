using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>How services become endpoints, and where their instances come from.</summary>
public sealed class MapGrpcServiceTests
{
    [Fact]
    public void A_service_needs_AddGrpc()
    {
        WebApplication app = WebApplication.CreateSlimBuilder().Build();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<ProbeService>());

        Assert.Contains("AddGrpc", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_protoc_did_not_make_a_service_of_is_refused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Map<string>());

        Assert.Contains("System.String", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_method_becomes_an_endpoint_that_takes_posts()
    {
        IReadOnlyList<RouteEndpoint> endpoints = Map<Guarded>();

        Assert.Equal(
            ["/elemental.test.v1.Probe/Ask", "/elemental.test.v1.Probe/Collect", "/elemental.test.v1.Probe/List", "/elemental.test.v1.Probe/Talk"],
            endpoints.Select(endpoint => endpoint.Metadata.GetRequiredMetadata<GrpcMethodMetadata>().Method.FullName).Order());
        Assert.All(endpoints, endpoint =>
        {
            Assert.Equal(typeof(Guarded), endpoint.Metadata.GetRequiredMetadata<GrpcMethodMetadata>().ServiceType);
            Assert.Equal([HttpMethods.Post], endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods);
        });
    }

    [Fact]
    public void Attributes_of_the_service_and_of_the_method_count()
    {
        IReadOnlyList<RouteEndpoint> endpoints = Map<Guarded>();

        Assert.Equal(["everyone"], PoliciesOf(endpoints, "Talk"));
        Assert.Equal(["everyone", "askers"], PoliciesOf(endpoints, "Ask"));
    }

    [Fact]
    public void Conventions_apply_to_every_method()
    {
        IReadOnlyList<RouteEndpoint> endpoints = Map<Guarded>(service => service.RequireAuthorization("convention"));

        Assert.All(endpoints, endpoint => Assert.Contains(
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), data => data.Policy == "convention"));
    }

    [Fact]
    public async Task A_service_that_is_not_registered_is_made_for_each_call_and_disposed()
    {
        Lifetimes lifetimes = new();
        await using ProbeServer server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(lifetimes),
            endpoints: endpoints => endpoints.MapGrpcService<Transient>());
        using GrpcChannel channel = server.CreateChannel();

        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();
        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal((2, 2), (lifetimes.Made, lifetimes.Disposed));
    }

    [Fact]
    public async Task A_registered_service_serves_all_calls()
    {
        Lifetimes lifetimes = new();
        await using ProbeServer server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(lifetimes).AddSingleton<Transient>(),
            endpoints: endpoints => endpoints.MapGrpcService<Transient>());
        using GrpcChannel channel = server.CreateChannel();

        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();
        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal((1, 0), (lifetimes.Made, lifetimes.Disposed));
    }

    private static IEnumerable<string?> PoliciesOf(IReadOnlyList<RouteEndpoint> endpoints, string method) => endpoints
        .Single(endpoint => endpoint.Metadata.GetRequiredMetadata<GrpcMethodMetadata>().Method.Name == method)
        .Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy);

    private static IReadOnlyList<RouteEndpoint> Map<TService>(Action<GrpcServiceEndpointConventionBuilder>? convention = null)
        where TService : class
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        GrpcServiceEndpointConventionBuilder service = app.MapGrpcService<TService>();
        convention?.Invoke(service);
        return [.. ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)];
    }

    [Authorize("everyone")]
    private sealed class Guarded : Probe.ProbeBase
    {
        [Authorize("askers")]
        public override Task<Answer> Ask(Question request, ServerCallContext context) => Task.FromResult(new Answer());
    }

    private sealed class Lifetimes
    {
        public int Made { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Transient : Probe.ProbeBase, IDisposable
    {
        private readonly Lifetimes _lifetimes;

        public Transient(Lifetimes lifetimes)
        {
            _lifetimes = lifetimes;
            lifetimes.Made++;
        }

        public override Task<Answer> Ask(Question request, ServerCallContext context) => Task.FromResult(new Answer());

        public void Dispose() => _lifetimes.Disposed++;
    }
}
