using System.CommandLine;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev faults</c>: lets the API server of a cluster that runs go wrong.</summary>
internal sealed class FaultsCommand(TextWriter output)
{
    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        ["latency"] = FaultKind.Latency,
        ["conflict"] = FaultKind.Conflict,
        ["too-many-requests"] = FaultKind.TooManyRequests,
        ["internal-error"] = FaultKind.InternalError,
        ["lose-request"] = FaultKind.LoseRequest,
        ["lose-answer"] = FaultKind.LoseAnswer,
        ["stale-watch"] = FaultKind.StaleWatch,
    };

    public Command Build()
    {
        Command command = new("faults", "Let requests and watches of the API server that runs go wrong. Nothing does unless it is asked for.");
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Remove());
        command.Subcommands.Add(Plain("clear", "Take all faults away, and go on where the server was paused.", ControlVerb.ClearFaults));
        command.Subcommands.Add(Plain("cut-watches", "End every open watch.", ControlVerb.CutWatches));
        command.Subcommands.Add(Plain("compact", "Forget all events: old versions are answered 410.", ControlVerb.Compact));
        command.Subcommands.Add(Plain("pause", "Let every request wait.", ControlVerb.Pause));
        command.Subcommands.Add(Plain("resume", "Answer requests again.", ControlVerb.Resume));
        return command;
    }

    private Command Add()
    {
        Argument<string> kind = new("kind") { Description = string.Join(", ", Kinds.Keys) + "." };
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        Option<string?> verbs = new("--verbs") { Description = "Verbs it concerns, such as patch,update. Without it: all.", HelpName = "LIST" };
        Option<string?> resource = new("--resource") { Description = "Plural of the resource it concerns. Without it: all.", HelpName = "PLURAL" };
        Option<string?> client = new("--client") { Description = "Client it concerns, such as elemental-manager or kubectl. Without it: all.", HelpName = "NAME" };
        Option<double> share = new("--share") { Description = "Share of those requests that it befalls.", HelpName = "0..1", DefaultValueFactory = _ => 1 };
        Option<int?> times = new("--times") { Description = "How often it happens. Without it: until it is taken away.", HelpName = "N" };
        Option<int> delay = Numbers.Within("--delay-ms", 1, 600_000, 1000, "Milliseconds of a latency.");
        Option<int> retryAfter = Numbers.Within("--retry-after", 1, 3600, 1, "Seconds that too-many-requests tells clients to wait.");
        return StateOption.Asking(
            "add", "Let something go wrong from now on; prints the number to take it away by.", output,
            parsed => new ControlRequest
            {
                Verb = ControlVerb.AddFault,
                Fault = new Fault
                {
                    Kind = Kinds[parsed.GetValue(kind)!],
                    Verbs = parsed.GetValue(verbs)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                    Resource = parsed.GetValue(resource) ?? "",
                    Client = parsed.GetValue(client) ?? "",
                    Share = parsed.GetValue(share),
                    Times = parsed.GetValue(times),
                    Delay = TimeSpan.FromMilliseconds(parsed.GetValue(delay)),
                    RetryAfter = TimeSpan.FromSeconds(parsed.GetValue(retryAfter)),
                },
            },
            kind, verbs, resource, client, share, times, delay, retryAfter);
    }

    private Command Remove()
    {
        Argument<int> id = new("number") { Description = "What add printed." };
        return StateOption.Asking(
            "remove", "Take one fault away.", output, parsed => new ControlRequest { Verb = ControlVerb.RemoveFault, FaultId = parsed.GetValue(id) }, id);
    }

    private Command Plain(string name, string description, ControlVerb verb) =>
        StateOption.Asking(name, description, output, _ => new ControlRequest { Verb = verb });
}
