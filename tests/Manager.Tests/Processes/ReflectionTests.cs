using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;

namespace ElementalProvider.Manager.Tests.Processes;

/// <summary>What grpcurl and its like are told.</summary>
public class ReflectionTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task Whoever_asks_is_told_which_services_there_are_with_the_flag_and_not_without_it()
    {
        await api.DefineKindsAsync();
        await using (RunningManager open = await RunningManager.StartAsync(api, reflection: true))
        {
            IEnumerable<string> services = await ListAsync(open);

            Assert.Contains("elemental.agent.v1.AgentService", services);
            Assert.Contains("grpc.health.v1.Health", services);
        }

        await using RunningManager silent = await RunningManager.StartAsync(api);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => ListAsync(silent));
        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    private async Task<IEnumerable<string>> ListAsync(RunningManager manager)
    {
        using KubernetesClient client = api.NewClient();
        RegistrationEndpoint endpoint = await Registering.RegistrationAsync(client, await api.CreateNamespaceAsync(), manager);
        using GrpcChannel channel = Registering.Trusting(manager.AgentUrl, endpoint.CaCert!);
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        // A server that refuses may have done so before this is written; how it answers is what counts.
        Task asking = call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        await asking;
        return call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
    }
}
