using System.Collections.Concurrent;
using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.EndToEnd;

/// <summary>The API server's data folder, tried by killing the process at arbitrary moments while it writes.</summary>
[Collection(nameof(WholeMachine))]
public class DurabilityTests
{
    private const int Kills = 200;
    private const int Lanes = 4;
    private const int Writers = 4;
    private const int MostWrites = 150;


    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_however_often_the_server_is_killed() =>
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAsync(lane, Kills / Lanes))));

    private static async Task KillAsync(int lane, int kills)
    {
        Random random = new(lane);
        using TemporaryFolder folder = new();
        ConcurrentDictionary<string, Written> written = new();
        for (int kill = 0; kill < kills; kill++)
        {
            await using RunningProgram server = await StartAsync(folder.Path);
            using KubernetesClient client = new(ClientConfiguration.Load(Path.Combine(folder.Path, "kubeconfig")));
            await VerifyAsync(client, written, $"lane {lane}, kill {kill}");
            await WriteUntilKilledAsync(server, client, written, kill, random.Next(MostWrites));
        }
    }

    private static async Task<RunningProgram> StartAsync(string folder)
    {
        Command up = DemoCluster.Dev(
            "up", "--api-server-only", "--state", Path.Combine(folder, "state"), "--kubeconfig", Path.Combine(folder, "kubeconfig"),
            "--data-dir", Path.Combine(folder, "data"), "--compact-log-at", "65536");
        RunningProgram server = up.Start();
        await server.OutputAsync("that it is ready", lines => lines.Any(line => line.StartsWith("Ctrl-C", StringComparison.Ordinal)));
        return server;
    }

    /// <summary>Every object is as it was acknowledged, or as the write would have made it that was never answered.</summary>
    private static async Task VerifyAsync(KubernetesClient client, ConcurrentDictionary<string, Written> written, string when)
    {
        KubernetesList<V1Secret> present = await client.Resource<V1Secret>().ListAsync("default");
        Dictionary<string, string> values = present.Items.ToDictionary(item => item.Metadata.Name!, item => Encoding.UTF8.GetString(item.Data!["value"]));
        foreach ((string name, Written write) in written)
        {
            string? value = values.GetValueOrDefault(name);
            Assert.True(value == write.Acknowledged || (write.IsOpen && value == write.Attempted), $"{when}: {name} is {value ?? "gone"}, {write}");
            written[name] = new Written(value, value, IsOpen: false);
        }
    }

    private static async Task WriteUntilKilledAsync(
        RunningProgram server, KubernetesClient client, ConcurrentDictionary<string, Written> written, int round, int writes)
    {
        int acknowledged = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            try
            {
                for (int number = 0; ; number++)
                {
                    await WriteAsync(client, written, $"w{writer}-{number % 10}", $"{round}-{number}");
                    if (Interlocked.Increment(ref acknowledged) >= writes)
                        server.Kill();
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ApiException)
            {
                Assert.True(server.HasEndedWithin(Patience.Usual), $"a write failed although the server was not killed: {exception.Message}");
            }
        }));
    }

    /// <summary>Creates, changes or removes an object, and notes what it asked for before it asks.</summary>
    private static async Task WriteAsync(KubernetesClient client, ConcurrentDictionary<string, Written> written, string name, string value)
    {
        IResourceClient<V1Secret> secrets = client.Resource<V1Secret>();
        Written before = written.GetValueOrDefault(name) ?? new Written(null, null, IsOpen: false);
        string? attempted = before.Acknowledged is null || !value.EndsWith('3') ? value : null;
        written[name] = before with { Attempted = attempted, IsOpen = true };
        V1Secret wanted = new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(value) },
        };
        if (attempted is null)
            await secrets.DeleteAsync("default", name);
        else if (before.Acknowledged is null)
            await secrets.CreateAsync(wanted);
        else
            await secrets.UpdateAsync(wanted);
        written[name] = new Written(attempted, attempted, IsOpen: false);
    }

    /// <summary>What became of an object: null is none.</summary>
    private sealed record Written(string? Acknowledged, string? Attempted, bool IsOpen);
}
