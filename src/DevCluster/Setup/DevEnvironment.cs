using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.Machines;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>A management cluster with Cluster API, the manager, a registration and machines, all on this machine. Disposing ends everything.</summary>
internal sealed class DevEnvironment : IAsyncDisposable
{
    /// <summary>Namespace that everything is made in.</summary>
    public const string Namespace = "default";

    private const string RegistrationName = "machines";

    private readonly Stack<IAsyncDisposable> _parts = new();
    private Func<string, SimulatedMachineOptions>? _describeMachine;
    private int _lastMachine;

    private DevEnvironment(StateFolder state, ILoggerFactory loggers, DevEnvironmentOptions options)
    {
        State = state;
        Loggers = loggers;
        KubeconfigPath = options.Kubeconfig is { } path ? Path.GetFullPath(path) : state.Kubeconfig;
    }

    public StateFolder State { get; }

    public ILoggerFactory Loggers { get; }

    public string KubeconfigPath { get; }

    /// <summary>The API server of the management cluster.</summary>
    public DevApiServer Server { get; private set; } = null!;

    /// <summary>Talks to the management cluster.</summary>
    public IKubernetesClient Client { get; private set; } = null!;

    /// <summary>Follows the management cluster.</summary>
    public ClusterView View { get; private set; } = null!;

    /// <summary>The manager; null with the API server only.</summary>
    public ManagerChild? Manager { get; private set; }

    /// <summary>The machines; null with the API server only.</summary>
    public MachineRack? Machines { get; private set; }

    /// <summary>Starts everything, and says so line by line.</summary>
    /// <exception cref="DevClusterException">Something cannot be started; what was started is ended again.</exception>
    public static async Task<DevEnvironment> StartAsync(
        DevEnvironmentOptions options, Progress progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        (string manager, string agent) = options.ApiServerOnly ? ("", "") : (Programs.Manager(options.Manager), Programs.Agent(options.Agent));
        string definitions = Programs.Definitions(options.Definitions);
        StateFolder state = StateFolder.Open(options.State);
        state.Clear();
        DevEnvironment environment = new(state, FileLog.Open(Path.Join(state.Logs, "elemental-dev.log"), clock), options);
        try
        {
            await environment.StartApiServerAsync(options, definitions, progress, cancellationToken);
            if (!options.ApiServerOnly)
                await environment.StartProviderAsync(options, manager, agent, progress, clock, cancellationToken);
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every machine is a host that can be had.</summary>
    /// <exception cref="DevClusterException">They are not, and nothing new happened any more.</exception>
    public async Task WaitUntilHostsAreFreeAsync(TimeSpan patience, Progress progress, CancellationToken cancellationToken)
    {
        int count = Machines!.Machines.Count;
        await View.UntilAsync(
            $"{count} hosts to be installed and free",
            () => View.Hosts.Count == count && View.Hosts.List().All(HostState.IsFree),
            patience,
            cancellationToken);
        progress.Say($"{count} machines are registered, installed and free");
    }

    /// <summary>Powers on more machines.</summary>
    /// <returns>Their names.</returns>
    /// <exception cref="DevClusterException">Only the API server was started.</exception>
    public IReadOnlyList<string> AddMachines(int count)
    {
        if (_describeMachine is not { } describe)
            throw new DevClusterException("There are no machines here: none were started, and there is no registration of theirs.");

        int last = Interlocked.Add(ref _lastMachine, count);
        string[] names = [.. Enumerable.Range(last - count + 1, count).Select(number => $"machine-{number}")];
        foreach (string name in names)
            Machines!.Add(describe(name));
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out IAsyncDisposable? part))
            await part.DisposeAsync();
        Client?.Dispose();
        Loggers.Dispose();
        State.Dispose();
    }

    private async Task StartApiServerAsync(DevEnvironmentOptions options, string definitions, Progress progress, CancellationToken cancellationToken)
    {
        Server = Keep(await ListenAsync(options, cancellationToken));
        PrivateFile.Write(KubeconfigPath, Server.AdminKubeconfig);
        Client = new KubernetesClient(ClientConfiguration.Parse(Server.AdminKubeconfig));
        progress.Say($"API server at {Server.Address}");
        await Definitions.InstallAsync(
            Client, Definitions.OfClusterApi().Concat(Definitions.InFolder(definitions)), cancellationToken);
        progress.Say("definitions of Cluster API and of the provider installed");
    }

    private async Task StartProviderAsync(
        DevEnvironmentOptions options, string manager, string agent, Progress progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        KubernetesClientConfiguration configuration = ClientConfiguration.Load(KubeconfigPath);
        Keep(await CapiSimulator.StartAsync(configuration, Loggers, cancellationToken));
        View = Keep(await ClusterView.StartAsync(configuration, Loggers, clock, cancellationToken));
        progress.Say("Cluster API's core runs (simulated)");

        PrivateFile.Write(State.ManagerKubeconfig, await ManagerAccess.GrantAsync(Server, cancellationToken));
        string webhookAuthority = ManagerWebhooks.WriteCertificate(State.WebhookCertificate, clock);
        Manager = Keep(await ManagerChild.StartAsync(
            manager, State.ManagerKubeconfig, State, clock, Loggers.CreateLogger("manager"), options.Patience, cancellationToken));
        await ManagerWebhooks.RegisterAsync(Client, Manager.Webhooks, webhookAuthority, cancellationToken);
        progress.Say("the manager is ready");

        Machines = Keep(MachineRack.Start([], State.ControlPlanes, clock, Loggers));
        if (options.Machines == 0)
            return;

        string agentConfig = await RegisterAsync(options.Patience, cancellationToken);
        progress.Say($"machines can register with ElementalRegistration {Namespace}/{RegistrationName}");

        _describeMachine = name => new SimulatedMachineOptions
        {
            Name = name,
            Folder = new MachineFolder(Path.Join(State.Machines, name)),
            AgentProgram = agent,
            AgentConfig = agentConfig,
        };
        AddMachines(options.Machines);
        progress.Say($"{options.Machines} machines are powered on");
    }

    private async Task<DevApiServer> ListenAsync(DevEnvironmentOptions options, CancellationToken cancellationToken)
    {
        int port = options.Port;
        DevApiServerOptions server = new() { Port = port, DataDirectory = options.DataDirectory, LoggerFactory = Loggers };
        try
        {
            if (options.DataDirectory is { } folder)
                server = KeptAuthority.In(folder).On(server with { CompactLogAt = options.CompactLogAt ?? server.CompactLogAt });
            return await DevApiServer.StartAsync(server, cancellationToken);
        }
        catch (DataDirectoryException exception)
        {
            throw new DevClusterException($"{exception.Message}.");
        }
        catch (IOException)
        {
            throw new DevClusterException($"Port {port} is taken; choose another one with --port.");
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new DevClusterException($"Port {port} cannot be listened on: {exception.Message}; choose another one with --port.");
        }
    }

    /// <summary>Makes a registration and waits until the manager has filled it in.</summary>
    /// <returns>The configuration that machines of it need, with its token.</returns>
    private async Task<string> RegisterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        JsonObject document = new()
        {
            ["apiVersion"] = ElementalGroup.ApiVersion,
            ["kind"] = "ElementalRegistration",
            ["metadata"] = new JsonObject { ["name"] = RegistrationName, ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["hostLabels"] = new JsonObject { ["location"] = "lab" },
                ["config"] = new JsonObject
                {
                    ["cloudConfig"] = new JsonObject
                    {
                        ["write_files"] = new JsonArray(new JsonObject { ["path"] = "/etc/motd", ["content"] = "managed by Elemental Provider\n" }),
                    },
                    ["elemental"] = new JsonObject
                    {
                        ["agent"] = new JsonObject
                        {
                            ["osPlugin"] = "dummy",
                            ["reconciliation"] = "1s",
                            ["hostname"] = new JsonObject { ["useExisting"] = true },
                        },
                    },
                },
            },
        };
        ElementalRegistration registration = document.Deserialize(KindOf<ElementalRegistration>.Json)!;
        await Client.Resource<ElementalRegistration>().CreateAsync(registration, null, cancellationToken);
        ElementalRegistration filled = await View.FindAsync<ElementalRegistration>(
            "the manager to fill in the registration",
            item => item.Spec?.Config?.Elemental?.Registration is { Uri.Length: > 0, Token.Length: > 0, CaCert.Length: > 0 },
            patience,
            cancellationToken);
        JsonNode elemental = JsonSerializer.SerializeToNode(filled, KindOf<ElementalRegistration>.Json)!["spec"]!["config"]!["elemental"]!;
        return elemental.ToJsonString();
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
