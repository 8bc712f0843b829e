using System.Text.Json.Nodes;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Operations;
using ElementalProvider.Testing.Time;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>A registered host with an open stream, and its object as others see and change it.</summary>
internal sealed class ConnectedHost : IDisposable
{
    private readonly ElementalApi _api;
    private readonly AsyncDuplexStreamingCall<HostReport, HostDirective> _call;

    private ConnectedHost(ElementalApi api, TestRegistration registration, TestAgent agent)
    {
        _api = api;
        Registration = registration;
        Agent = agent;
        _call = agent.Connect();
    }

    public TestRegistration Registration { get; }

    public TestAgent Agent { get; }

    public static async Task<ConnectedHost> StartAsync(ElementalApi api, TestGateway gateway, string name = "m-1")
    {
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        TestAgent agent = new(gateway, registration, name);
        await agent.RegisterAsync();
        ConnectedHost host = new(api, registration, agent);
        await host.NextAsync();
        return host;
    }

    /// <summary>The host connects once more while this connection is still open.</summary>
    public ConnectedHost ConnectAgain() => new(_api, Registration, Agent);

    /// <summary>The host connects to another replica.</summary>
    public ConnectedHost ConnectAgain(TestGateway other) => new(_api, Registration, Agent.On(other));

    /// <summary>The next directive.</summary>
    public async Task<HostDirective> NextAsync() =>
        await _call.ResponseStream.MoveNext(CancellationToken.None).InTime() ? _call.ResponseStream.Current : throw new InvalidOperationException("the stream has ended");

    /// <summary>How the stream ends, after what is still to come.</summary>
    public async Task<Status> EndAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).InTime())
                continue;
            return _call.GetStatus();
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }

    public Task ReportAsync(Calls.HostReport report) => _call.RequestStream.WriteAsync(report.ToWire()).InTime();

    public Task HangUpAsync() => _call.RequestStream.CompleteAsync().InTime();

    public Task<ElementalHost> GetAsync() => _api.Client.Resource<ElementalHost>().GetAsync(Registration.Key.Namespace, Agent.Name);

    /// <summary>Changes the host as kubectl patch does.</summary>
    public Task<ElementalHost> PatchAsync(string patch) => _api.Client.Resource<ElementalHost>().PatchAsync(
        Registration.Key.Namespace, Agent.Name, Patch.Merge(JsonNode.Parse(patch)!.AsObject()));

    public Task<ElementalHost> LabelAsync(string label, string value) => PatchAsync(
        new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = value } } }.ToJsonString());

    /// <summary>Somebody asks for a version, and the host controller stores the operation that follows.</summary>
    public Task<ElementalHost> WantAsync(string version, string? label = null)
    {
        string hash = HostOperations.HashOf(SampleObjects.Json(version));
        OperationRequest request = OperationRequest.Upgrade(hash, isServing: label is not null);
        JsonObject patch = new()
        {
            ["spec"] = new JsonObject
            {
                ["osVersionManagement"] = JsonNode.Parse(version),
                ["operation"] = new JsonObject
                {
                    ["id"] = request.Id, ["type"] = request.Type, ["attempt"] = 1, ["wanted"] = request.Wanted, ["requester"] = request.Requester,
                },
            },
        };
        if (label is not null)
            patch["metadata"] = new JsonObject { ["labels"] = new JsonObject { [HostLabels.InPlaceUpdate] = label } };
        return PatchAsync(patch.ToJsonString());
    }

    /// <summary>A machine claims the host.</summary>
    public Task<ElementalHost> ClaimAsync(string secret = "boot") => PatchAsync(
        """{"spec":{"machineRef":{"kind":"ElementalMachine","name":"em-1"},"bootstrapSecret":{"name":"SECRET"}}}"""
            .Replace("SECRET", secret, StringComparison.Ordinal));

    /// <summary>Waits until the host is as it should be.</summary>
    public Task<ElementalHost> UntilAsync(Func<ElementalHost, bool> condition) =>
        Eventually.SeesAsync(GetAsync, condition, host => host.Metadata.ResourceVersion);

    public void Dispose() => _call.Dispose();
}
