using System.CommandLine;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev hosts</c>: the machines of a cluster that runs.</summary>
internal sealed class HostsCommand(TextWriter output)
{
    public Command Build()
    {
        Command command = new("hosts", "Add, remove, switch and break the machines of the development cluster that runs.");
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Remove());
        command.Subcommands.Add(Power());
        command.Subcommands.Add(Fail());
        return command;
    }

    private Command Add()
    {
        Option<int> count = Numbers.Within("--count", 1, 1000, 1, "Machines to add.");
        return StateOption.Asking(
            "add", "Power on more machines.", output, parsed => new ControlRequest { Verb = ControlVerb.AddHosts, Count = parsed.GetValue(count) }, count);
    }

    private Command Remove()
    {
        Argument<string> machine = Machine();
        return StateOption.Asking(
            "remove", "Take a machine away with all that is on its disk: a host that never comes back.", output,
            parsed => new ControlRequest { Verb = ControlVerb.RemoveHost, Machine = parsed.GetValue(machine) }, machine);
    }

    private Command Power()
    {
        Argument<string> machine = Machine();
        Argument<string> to = new("power") { Description = "on or off. Off pulls the plug: the agent dies where it is." };
        to.AcceptOnlyFromAmong("on", "off");
        return StateOption.Asking(
            "power", "Switch a machine.", output,
            parsed => new ControlRequest { Verb = parsed.GetValue(to) == "on" ? ControlVerb.PowerOn : ControlVerb.PowerOff, Machine = parsed.GetValue(machine) },
            machine, to);
    }

    private Command Fail()
    {
        Argument<string> machine = Machine();
        Argument<string> what = new("what") { Description = "boot (the active image does not come up, the firmware falls back) or bootstrap (kubeadm fails). Once." };
        what.AcceptOnlyFromAmong("boot", "bootstrap");
        return StateOption.Asking(
            "fail", "Let something on a machine fail the next time.", output,
            parsed => new ControlRequest { Verb = parsed.GetValue(what) == "boot" ? ControlVerb.FailNextBoot : ControlVerb.FailNextBootstrap, Machine = parsed.GetValue(machine) },
            machine, what);
    }

    private static Argument<string> Machine() => new("machine") { Description = "Name of the machine." };
}
