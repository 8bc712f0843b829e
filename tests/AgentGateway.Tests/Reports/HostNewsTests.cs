using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class HostNewsTests
{
    private readonly Told _told = new();

    [Fact]
    public void An_OS_version_that_runs_is_told_once()
    {
        ElementalHostStatus before = With(Reasons.WaitingForPostReconcileReboot, hash: "");
        ElementalHost after = Host() with { Status = With(Reasons.OSVersionReconciled, "v2-hash") };

        HostNews.Tell(_told, after, before);
        HostNews.Tell(_told, after, after.Status);

        Assert.Equal(["Normal OSVersionApplied: the OS version that was asked for runs: v2"], _told.Lines);
    }

    [Fact]
    public void A_roll_back_is_told_once_in_the_words_of_the_host()
    {
        ElementalHost after = Host() with { Status = With(Reasons.RolledBack, "") };

        HostNews.Tell(_told, after, With(Reasons.WaitingForPostReconcileReboot, ""));
        HostNews.Tell(_told, after, after.Status);

        Assert.Equal(["Warning RolledBack: in its words"], _told.Lines);
    }

    [Fact]
    public void A_host_that_runs_what_it_ran_before_is_no_news()
    {
        HostNews.Tell(_told, Host() with { Status = With(Reasons.OSVersionReconciled, "v1-hash") }, With(Reasons.InPlaceUpdateNotPending, "v1-hash"));
        HostNews.Tell(_told, Host(), before: null);

        Assert.Empty(_told.Lines);
    }

    private static ElementalHostStatus With(string reason, string hash) => new()
    {
        Facts = new Dictionary<string, string> { [FactNames.OsVersionHash] = hash, ["os-version"] = "v2" },
        Conditions = [new Condition { Type = ConditionTypes.OSVersionReady, Status = ConditionStatus.False, Reason = reason, Message = "in its words" }],
    };

    private sealed class Told : IEventRecorder
    {
        public List<string> Lines { get; } = [];

        public void Normal(IKubernetesObject<V1ObjectMeta> about, string reason, string message) => Lines.Add($"Normal {reason}: {message}");

        public void Warning(IKubernetesObject<V1ObjectMeta> about, string reason, string message) => Lines.Add($"Warning {reason}: {message}");
    }
}
