namespace ElementalProvider.Agent.Contract;

/// <summary>What a verb answers where it did not fail.</summary>
public record VerbResult
{
    /// <summary>It was done, and there is no more to say.</summary>
    public static VerbResult Done { get; } = new();

    /// <summary>Whether the plugin can do this at all. Where it cannot, nothing was changed and <see cref="Message"/> says so.</summary>
    public bool IsSupported { get; init; } = true;

    /// <summary>One sentence for a person, or empty. It holds no secret.</summary>
    public string Message { get; init; } = "";

    /// <summary>The end of what the programs said that the verb ran, without secrets, at most 4 KiB; empty where it ran none.</summary>
    public string Output { get; init; } = "";
}

/// <summary>The name that a host has.</summary>
public sealed record HostnameResult : VerbResult
{
    /// <summary>The name; empty where it has none.</summary>
    public string Hostname { get; init; } = "";
}

/// <summary>What a reset removed.</summary>
public sealed record ResetResult : VerbResult
{
    /// <summary>Paths of the host that are proved to be gone.</summary>
    public IReadOnlyList<string> RemovedPaths { get; init; } = [];
}

/// <summary>Whether an operation can be done.</summary>
public sealed record PreflightResult : VerbResult
{
    /// <summary>What was found; <see cref="VerbResult.Message"/> says why where it is a refusal.</summary>
    public PreflightVerdict Verdict { get; init; }
}

/// <summary>What a look at an operation finds.</summary>
public enum PreflightVerdict
{
    /// <summary>It can be done.</summary>
    Proceed,

    /// <summary>It is done already, and stays so over the next boot.</summary>
    AlreadySatisfied,

    /// <summary>It cannot be done as things are; another attempt may.</summary>
    Refused,

    /// <summary>It was done, and the host came up without it: trying it again would end the same way.</summary>
    RolledBack,
}

/// <summary>What is left to be done after an operation was applied or taken back.</summary>
public sealed record ApplyResult : VerbResult
{
    /// <summary>Whether it takes effect with the next boot, which the agent then brings about.</summary>
    public bool RebootRequired { get; init; }
}

/// <summary>What became of an operation.</summary>
public sealed record VerifyResult : VerbResult
{
    /// <summary>What was found.</summary>
    public VerifyVerdict Verdict { get; init; }

    /// <summary>What there is instead where it is not what was wanted, such as the version that runs.</summary>
    public string Actual { get; init; } = "";
}

/// <summary>What the proof of an operation finds.</summary>
public enum VerifyVerdict
{
    /// <summary>The host is as the operation wants it.</summary>
    Ok,

    /// <summary>The host could not boot what was applied, and booted what it had before.</summary>
    BootedFallback,

    /// <summary>The host is not as the operation wants it, for whatever other reason.</summary>
    Mismatch,
}
