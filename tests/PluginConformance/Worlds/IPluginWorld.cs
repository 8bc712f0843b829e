using System.Text.Json;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.PluginConformance.Worlds;

/// <summary>A machine for a plugin: what the suite needs to know of an OS that it does not know.</summary>
public interface IPluginWorld : IDisposable
{
    /// <summary>What goes wrong with the machine's disk from now on.</summary>
    DiskFaults Disk { get; }

    /// <summary>A free-form section to install from; the version that runs then is <c>v1</c>.</summary>
    JsonElement Install { get; }

    /// <summary>A free-form section to reset by.</summary>
    JsonElement Reset { get; }

    /// <summary>A path that a file may be written to.</summary>
    string FilePath { get; }

    /// <summary>This boot of the machine.</summary>
    string BootId { get; }

    /// <summary>All that is on the disk, so that two moments can be compared.</summary>
    string Snapshot { get; }

    /// <summary>A plugin of an agent that has just started.</summary>
    IOsPlugin Open(TimeProvider clock);

    /// <summary>What it is initialized with.</summary>
    InitializeRequest Initialize { get; }

    /// <summary>A version whose fact is its name.</summary>
    JsonElement Version(string name);

    /// <summary>A version that cannot be prepared, some times or ever.</summary>
    JsonElement FailingVersion(string name, bool canRetry, int times);

    /// <summary>Boots what the OS has chosen.</summary>
    void Reboot();

    /// <summary>Boots, but what the OS has chosen does not come up.</summary>
    void RebootFallingBack();

    /// <summary>Boots the recovery system.</summary>
    void BootRecovery();
}

/// <summary>What goes wrong with a disk: it takes some changes, and the next one fails.</summary>
public sealed class DiskFaults
{
    private int left = int.MaxValue;
    private Func<Exception> failure = () => new KilledException();

    /// <summary>How many changes were made since the last fault was set.</summary>
    public int Changes { get; private set; }

    /// <summary>The agent dies before a change.</summary>
    public void DieAfter(int changes) => (left, failure, Changes) = (changes, () => new KilledException(), 0);

    /// <summary>There is no space for a change, nor for any after it.</summary>
    public void FillUpAfter(int changes) => (left, failure, Changes) = (changes, () => new IOException("No space left on device"), 0);

    /// <summary>Nothing goes wrong any more.</summary>
    public void Mend() => (left, Changes) = (int.MaxValue, 0);

    /// <summary>A change is about to be made.</summary>
    public void Change()
    {
        if (left <= 0)
            throw failure();

        left--;
        Changes++;
    }
}

/// <summary>The agent was killed, or the power was cut.</summary>
public sealed class KilledException : Exception;
