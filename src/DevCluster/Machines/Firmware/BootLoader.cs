using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines.Firmware;

/// <summary>
/// Chooses what a machine boots, and tells the OS. What it reads and writes on the machine is agreed upon with the agent's dummy OS; see
/// <c>docs/reference/dummy-plugin.md</c>.
/// </summary>
/// <param name="name">Name of the machine.</param>
/// <param name="folder">Where it is kept.</param>
/// <param name="faults">What is to fail on it.</param>
/// <param name="logger">Where the console goes.</param>
internal sealed partial class BootLoader(string name, MachineFolder folder, MachineFaults faults, ILogger logger)
{
    private const string ActivePath = "/boot/elemental/active";
    private const string MarkPath = "/run/elemental/boot.json";

    /// <summary>Chooses, after <c>/run</c> was emptied.</summary>
    public BootTarget Boot()
    {
        BootSeen seen = Look(EnterRecovery());
        BootTarget target = BootLoaderDecisions.Choose(seen);
        if (BootLoaderDecisions.Mark(target) is { } mark)
            folder.Write(MarkPath, JsonSerializer.Serialize(mark, FirmwareJsonContext.Default.BootMarkFile));

        if (target is BootTarget.Passive passive)
            Log.FellBack(logger, name, seen.Active!, seen.ActiveImage?.Version ?? "no image", passive.Slot, seen.PassiveImage!.Version);
        return target;
    }

    /// <summary>The reset ended well: the installed system is booted again.</summary>
    public void LeaveRecovery() => File.Delete(folder.BootEntry);

    private BootSeen Look(bool recoveryAsked)
    {
        string? active = folder.Read(ActivePath) is "a" or "b" ? folder.Read(ActivePath) : null;
        bool isSlotTried = !recoveryAsked && active is not null;
        return new BootSeen
        {
            RecoveryAsked = recoveryAsked,
            Active = active,
            ActiveImage = active is null ? null : ReadSlot(active),
            PassiveImage = active is null ? null : ReadSlot(BootLoaderDecisions.Other(active)),
            // The fault waits for a boot that it can make fail.
            ActiveFails = isSlotTried && faults.TakeFailNextBoot(),
        };
    }

    private SlotFile? ReadSlot(string slot)
    {
        try
        {
            return folder.Read($"/boot/elemental/slot-{slot}.json") is { } text
                ? JsonSerializer.Deserialize(text, FirmwareJsonContext.Default.SlotFile)
                : null;
        }
        catch (JsonException)
        {
            // A damaged image does not boot: that is what the other slot is for.
            return null;
        }
    }

    /// <summary>
    /// Whether a reset is asked for or was cut off. The firmware remembers it before the agent's mark goes, and what the installed system
    /// kept goes with its partition.
    /// </summary>
    private bool EnterRecovery()
    {
        string mark = Path.Join(AgentConfigFile.WorkDirectory(folder.Read(MachineFolder.AgentConfig) ?? ""), "needs.reset");
        bool asked = File.Exists(folder.Resolve(mark));
        if (!asked && !File.Exists(folder.BootEntry))
            return false;

        Directory.CreateDirectory(Path.GetDirectoryName(folder.BootEntry)!);
        File.WriteAllText(folder.BootEntry, "recovery\n");
        folder.Remove(mark);
        foreach (string kept in (string[])["/etc/kubernetes", "/var/lib/kubelet", "/var/lib/cloud"])
            folder.Remove(kept);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(3015, LogLevel.Warning, "{Name}: slot {Active} ({ActiveVersion}) does not boot, falling back to slot {Passive} ({PassiveVersion})")]
        public static partial void FellBack(ILogger logger, string name, string active, string activeVersion, string passive, string passiveVersion);
    }
}
