using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.Manager.Tests.Processes;

public class ServingAgentsTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task A_machine_registers_with_what_its_registration_says_and_becomes_ready_within_the_budget_of_requests_and_rights()
    {
        await api.DefineKindsAsync();
        await using RunningManager manager = await RunningManager.StartAsync(api);
        using KubernetesClient client = api.NewClient();
        string namespaceName = await api.CreateNamespaceAsync();
        RegistrationEndpoint endpoint = await Registering.RegistrationAsync(client, namespaceName, manager);
        Assert.StartsWith(manager.AgentUrl.ToString(), endpoint.Uri!, StringComparison.Ordinal);
        IReadOnlyDictionary<string, long> before = Requests();

        using GrpcChannel channel = Registering.Trusting(manager.AgentUrl, endpoint.CaCert!);
        AgentService.AgentServiceClient agents = new(channel);
        string key = Es256Key.GeneratePrivatePem();
        Assert.True(Es256Key.TryGetPublicPem(key, out string? publicKey));
        Metadata headers = Registering.Headers("m-1", namespaceName, endpoint, key);
        Assert.True((await agents.RegisterHostAsync(new RegisterHostRequest { Name = "m-1", PublicKey = publicKey }, headers)).Created);
        using AsyncDuplexStreamingCall<HostReport, HostDirective> stream = agents.Connect(headers);
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        await stream.RequestStream.WriteAsync(Installed());
        await Eventually.TrueAsync(
            async () => Conditions.IsTrue(
                (await client.Resource<ElementalHost>().GetAsync(namespaceName, "m-1")).Status?.Conditions, ConditionTypes.Ready),
            () => manager.Program.Output);
        await manager.Program.TerminateAsync();
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.NotNull(stream.ResponseStream.Current.ReconnectAfter);
        // As an agent does: a replica that stops waits for its hosts to hang up, though not for long.
        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(0, await manager.Program.ExitCodeAsync());

        Dictionary<string, long> made = Requests()
            .Where(request => !request.Key.EndsWith(" leases", StringComparison.Ordinal) && !request.Key.StartsWith("watch ", StringComparison.Ordinal))
            .ToDictionary(request => request.Key, request => request.Value - before.GetValueOrDefault(request.Key));
        // The status of the registration that was waited for has its controller look once more, which reads the key's Secret, before or after the
        // count was begun: that read is no host's.
        made["get secrets"] -= made["get secrets"] == 2 ? 1 : 0;
        Assert.True(made.Values.Sum() <= 6, string.Join(", ", made));
        Assert.Empty(api.Server.ForbiddenCounts);
        Assert.DoesNotContain(endpoint.Token!, manager.Program.Output, StringComparison.Ordinal);
    }

    private Dictionary<string, long> Requests() => api.Server.RequestCounts
        .Where(count => count.Key.Client == "elemental-manager")
        .GroupBy(count => $"{count.Key.Verb} {count.Key.Resource}", count => count.Value)
        .ToDictionary(group => group.Key, group => group.Sum());

    private static HostReport Installed()
    {
        HostReport report = new() { Phase = HostPhase.Running, Installed = true, ObservedGeneration = 1, BootId = "b1" };
        foreach (string type in (string[])[
            ConditionTypes.RegistrationReady, ConditionTypes.InstallationReady, ConditionTypes.BootstrapReady,
            ConditionTypes.OSVersionReady, ConditionTypes.ResetReady])
            report.Conditions.Add(new HostCondition { Type = type, Status = "True", Reason = "AsWanted" });
        return report;
    }
}
