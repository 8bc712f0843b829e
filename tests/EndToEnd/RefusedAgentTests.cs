using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;

namespace ElementalProvider.EndToEnd;

/// <summary>Agents that the real manager does not take: each says why in one line a try, and goes on trying.</summary>
[Collection(nameof(WholeMachine))]
public class RefusedAgentTests(DemoCluster cluster) : IClassFixture<DemoCluster>
{
    private const string Namespace = "default";
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_token_that_has_expired_is_refused()
    {
        RegistrationEndpoint endpoint = await EndpointAsync();
        using ECDsa key = await SigningKeyAsync();

        await RefusedAsync(
            "late",
            endpoint with { Token = Jwt.Sign(key, Claims(endpoint.Uri!) with { ExpiresAt = LongAgo.AddDays(1) }) },
            "the registration token is not accepted: the token has expired (exp). Trying again in ");
    }

    [Fact]
    public async Task A_token_that_somebody_else_signed_is_refused()
    {
        RegistrationEndpoint endpoint = await EndpointAsync();
        using ECDsa foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await RefusedAsync(
            "forger",
            endpoint with { Token = Jwt.Sign(foreign, Claims(endpoint.Uri!)) },
            "the registration token is not accepted: the signature of the token was not made with the expected key. Trying again in ");
    }

    [Fact]
    public async Task A_registration_that_does_not_exist_is_named()
    {
        RegistrationEndpoint endpoint = await EndpointAsync();

        await RefusedAsync(
            "lost",
            endpoint with { Uri = endpoint.Uri!.Replace("/machines", "/nonesuch", StringComparison.Ordinal) },
            $"there is no ElementalRegistration {Namespace}/nonesuch");
    }

    [Fact]
    public async Task A_host_name_that_is_taken_is_named_with_what_to_do() => await RefusedAsync(
        "machine-1",
        await EndpointAsync(),
        $"the ElementalHost {Namespace}/machine-1 exists with another key; choose another name, or delete that host first. Trying again in ");

    [Fact]
    public async Task A_plugin_that_does_not_exist_is_named_makes_no_host_and_the_agent_goes_on()
    {
        using IKubernetesClient client = cluster.NewClient();
        JsonObject document = new()
        {
            ["apiVersion"] = ElementalGroup.ApiVersion,
            ["kind"] = "ElementalRegistration",
            ["metadata"] = new JsonObject { ["name"] = "exotic", ["namespace"] = Namespace },
            ["spec"] = JsonNode.Parse("""{"config":{"elemental":{"agent":{"osPlugin":"nonesuch","hostname":{"useExisting":true}}}}}"""),
        };
        await client.Resource<ElementalRegistration>().CreateAsync(document.Deserialize(KindOf<ElementalRegistration>.Json)!);
        using StrangeMachine machine = new("exotic-1", await EndpointAsync("exotic"));
        await using RunningProgram agent = machine.Agent("register", "--install");

        await agent.ErrorsAsync("two tries", lines => lines.Count(line => line.Contains(
            "agent.osPlugin \"nonesuch\" names no OS plugin of this agent; the known ones are: dummy", StringComparison.Ordinal)) >= 2);

        Assert.False(agent.HasEnded);
        Assert.Null(await client.Resource<ElementalHost>().FindAsync(Namespace, "exotic-1"));
    }

    /// <summary>The agent prints the reason at least twice, and hardly anything else.</summary>
    private static async Task RefusedAsync(string name, RegistrationEndpoint registration, string reason)
    {
        using StrangeMachine machine = new(name, registration);
        await using RunningProgram agent = machine.Agent("register");

        await agent.ErrorsAsync("the reason, twice", lines => lines.Count(line => line.Contains("RegistrationFailed: ", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)) >= 2);

        Assert.False(agent.HasEnded);
        Assert.DoesNotContain(registration.Token!, agent.Everything, StringComparison.Ordinal);
        string[] others = [.. agent.Everything.Split('\n').Where(line => !line.Contains(reason, StringComparison.Ordinal))];
        Assert.True(others.Length <= 2, agent.Everything);
    }

    private static JwtClaims Claims(string uri) => new() { Subject = uri, Audience = [uri], IssuedAt = LongAgo, NotBefore = LongAgo };

    private async Task<RegistrationEndpoint> EndpointAsync(string registration = "machines")
    {
        using IKubernetesClient client = cluster.NewClient();
        ElementalRegistration filled = await FirstAsync<ElementalRegistration>(
            client,
            found => found.Metadata.Name == registration && found.Spec?.Config?.Elemental?.Registration is { Uri.Length: > 0, Token.Length: > 0, CaCert.Length: > 0 });
        return filled.Spec!.Config!.Elemental!.Registration!;
    }

    /// <summary>The key that tokens of the registration are signed with.</summary>
    private async Task<ECDsa> SigningKeyAsync()
    {
        using IKubernetesClient client = cluster.NewClient();
        ElementalRegistration registration = await client.Resource<ElementalRegistration>().GetAsync(Namespace, "machines");
        V1Secret secret = await client.Resource<V1Secret>().GetAsync(Namespace, registration.Spec!.PrivateKeyRef!.Name!);
        Assert.True(Es256Key.TryImportPrivate(Encoding.UTF8.GetString(secret.Data!.Values.Single()), out ECDsa? key));
        return key;
    }

    /// <summary>Watches until an object is as wanted.</summary>
    private static async Task<T> FirstAsync<T>(IKubernetesClient client, Func<T, bool> wanted)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using Patience patience = new();
        await foreach (WatchEvent<T> change in client.Resource<T>().WatchAsync(Namespace, cancellationToken: patience.Over))
        {
            patience.SeeLine(JsonSerializer.Serialize(change.Object, KindOf<T>.Json));
            if (change.Type is WatchEventType.Added or WatchEventType.Modified && wanted(change.Object))
                return change.Object;
        }

        throw new TimeoutException("The watch ended before the object was as wanted.");
    }
}
