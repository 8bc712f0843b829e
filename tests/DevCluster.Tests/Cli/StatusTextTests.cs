using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.Cli;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Tests.Cli;

public sealed class StatusTextTests
{
    private static readonly ClusterStatus Small = new()
    {
        ApiServer = new Uri("https://127.0.0.1:1234/"),
        Kubeconfig = "/tmp/kubeconfig",
        IsPaused = false,
        Machines = [],
        Faults = [],
    };

    [Fact]
    public void An_API_server_alone_is_four_short_lines() => Assert.Equal(
        [
            "API server   https://127.0.0.1:1234/",
            "kubeconfig   /tmp/kubeconfig",
            "manager      none",
            "machines     0",
            "faults       none",
        ],
        StatusText.Of(Small));

    [Fact]
    public void Machines_and_faults_have_a_line_each()
    {
        ClusterStatus status = Small with
        {
            IsPaused = true,
            ManagerStarts = 3,
            Machines = [new MachineStatus("machine-1", IsOn: true, 1), new MachineStatus("machine-2", IsOn: false, 4)],
            Faults =
            [
                new ActiveFault(2, new Fault { Kind = FaultKind.Latency, Delay = TimeSpan.FromMilliseconds(250), Share = 0.5 }, 0),
                new ActiveFault(3, new Fault { Kind = FaultKind.Conflict, Verbs = ["patch", "update"], Resource = "elementalhosts", Client = "elemental-manager", Times = 5 }, 1),
            ],
        };

        Assert.Equal(
            [
                "API server   https://127.0.0.1:1234/ (paused)",
                "kubeconfig   /tmp/kubeconfig",
                "manager      runs, started 3 times",
                "machines     2",
                "  machine-1        on   booted once",
                "  machine-2        off  booted 4 times",
                "faults       2",
                "  2   Latency of 250 ms for 50 %, happened 0 times",
                "  3   Conflict on patch,update elementalhosts by elemental-manager at most 5 times, happened once",
            ],
            StatusText.Of(status));
    }
}
