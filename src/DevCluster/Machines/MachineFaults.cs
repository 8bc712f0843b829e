namespace ElementalProvider.DevCluster.Machines;

/// <summary>What is to fail on a machine. Faults are files, so that a person and a test ask for them in the same way.</summary>
internal sealed class MachineFaults(MachineFolder folder)
{
    private const string NextBoot = "fail-next-boot";
    private const string NextBootstrap = "fail-next-bootstrap";
    private const string Unplugged = "unplugged";

    /// <summary>Whether the machine stays dark when it is switched on.</summary>
    public bool IsUnplugged => File.Exists(folder.Fault(Unplugged));

    /// <summary>Makes the active image fail the next time the machine boots it.</summary>
    public void FailNextBoot() => Ask(NextBoot);

    /// <summary>Whether the active image must fail now; asks once for each fault.</summary>
    public bool TakeFailNextBoot() => Take(NextBoot);

    /// <summary>Makes kubeadm fail the next time the machine runs it.</summary>
    public void FailNextBootstrap() => Ask(NextBootstrap);

    /// <summary>Whether kubeadm must fail now; asks once for each fault.</summary>
    public bool TakeFailNextBootstrap() => Take(NextBootstrap);

    private bool Take(string name)
    {
        string path = folder.Fault(name);
        bool asked = File.Exists(path);
        if (asked)
            File.Delete(path);
        return asked;
    }

    private void Ask(string name)
    {
        Directory.CreateDirectory(folder.Faults);
        File.WriteAllText(folder.Fault(name), "");
    }
}
