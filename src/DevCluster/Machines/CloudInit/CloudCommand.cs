namespace ElementalProvider.DevCluster.Machines.CloudInit;

/// <summary>One command of runcmd, as far as simulated machines understand it.</summary>
internal abstract record CloudCommand
{
    private CloudCommand()
    {
    }

    /// <summary><c>kubeadm init</c> or <c>kubeadm join</c> with a configuration file.</summary>
    internal sealed record Kubeadm(bool Init, string ConfigPath) : CloudCommand;

    /// <summary><c>echo TEXT &gt; FILE</c>.</summary>
    internal sealed record Echo(string Text, string Path) : CloudCommand;

    /// <summary><c>mkdir -p FOLDER</c>.</summary>
    internal sealed record MakeFolder(string Path) : CloudCommand;

    /// <summary>Anything else: noted and passed over, as if it had succeeded.</summary>
    /// <param name="Program">Its first word; the rest can hold credentials and is not kept.</param>
    internal sealed record Unknown(string Program) : CloudCommand;
}
