using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>
/// An OS with two slots, on a disk: what a plugin would find and do there. A version is staged into the other slot, tried by the next boot, and
/// given up for the old one where that boot fails.
/// </summary>
internal sealed class ModelOs
{
    public static readonly string[] WipedPaths = ["/state", "/persistent"];

    private string? _bootstrapBoot;
    private string? _prepared;
    private string? _staged;
    private string? _stagedBoot;
    private bool _isTried;

    /// <summary>Told of what no agent may ask for.</summary>
    public Action<string>? Broken { get; set; }

    public bool IsInstalled { get; private set; }

    /// <summary>Whose bootstrap data lies on the disk, and with it all that has come of it: old data, for anybody else.</summary>
    public string? BootstrapData { get; private set; }

    /// <summary>Hash of the version that runs; null for the one that was installed.</summary>
    public string? RunningVersion { get; private set; }

    /// <summary>The version that the last boot gave up; null once another one is tried.</summary>
    public string? BurntVersion { get; private set; }

    /// <summary>Whether the next boot is to be the one that wipes.</summary>
    public bool BootsIntoRecovery { get; set; }

    /// <summary>How many boots of a new version are still to fail.</summary>
    public int FailingBoots { get; set; }

    public OsFacts Facts(string bootId) => new()
    {
        BootId = bootId,
        Installed = IsInstalled,
        Bootstrap = BootstrapData is null ? BootstrapEvidence.None
            : _bootstrapBoot == bootId ? BootstrapEvidence.RebootRequired
            : BootstrapEvidence.Applied,
    };

    public void Install() => IsInstalled = true;

    public PreflightVerdict Look(string version, string bootId)
    {
        if (RunningVersion == version)
        {
            Settle();
            return PreflightVerdict.AlreadySatisfied;
        }

        return _staged == version && _stagedBoot != bootId ? PreflightVerdict.RolledBack : PreflightVerdict.Proceed;
    }

    public void Prepare(string version) => _prepared = version;

    /// <summary>Has a version tried by the next boot.</summary>
    /// <returns>Whether that boot is needed.</returns>
    public bool Apply(string version, string bootId)
    {
        if (RunningVersion == version)
            return false;
        if (_staged == version && _stagedBoot == bootId)
            return true;
        if (BurntVersion == version)
            Broken?.Invoke($"the version {Short(version)} was rolled back, and is applied again");
        if (_prepared != version)
            Broken?.Invoke($"the version {Short(version)} is applied and was not prepared");

        (_staged, _stagedBoot, _isTried, BurntVersion) = (version, bootId, false, null);
        return true;
    }

    public VerifyVerdict Verify(string version)
    {
        if (RunningVersion == version)
            return VerifyVerdict.Ok;

        Settle();
        return BurntVersion == version ? VerifyVerdict.BootedFallback : VerifyVerdict.Mismatch;
    }

    /// <summary>
    /// What was staged in between must not be booted, or the host would run it without anybody having asked for it any more. What could not be
    /// booted stays known.
    /// </summary>
    public void Settle()
    {
        if (!_isTried)
            _staged = null;
    }

    /// <summary>Puts bootstrap data in place; false where some is there already.</summary>
    public bool Bootstrap(string data, string bootId)
    {
        if (BootstrapData is not null)
            return false;

        (BootstrapData, _bootstrapBoot) = (data, bootId);
        return true;
    }

    /// <summary>Removes everything, or what comes first.</summary>
    public void Wipe(bool onlyInPart)
    {
        BootstrapData = null;
        if (!onlyInPart)
            (IsInstalled, _prepared, _staged, RunningVersion, BurntVersion) = (false, null, null, null, null);
    }

    /// <summary>What the firmware and the boot loader do: a staged version gets one try.</summary>
    public void Boot()
    {
        if (_staged is null || _isTried)
            return;

        _isTried = true;
        if (FailingBoots > 0)
        {
            FailingBoots--;
            BurntVersion = _staged;
        }
        else
        {
            (RunningVersion, _staged) = (_staged, null);
        }
    }

    private static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;
}
