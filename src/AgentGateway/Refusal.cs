namespace ElementalProvider.AgentGateway;

/// <summary>
/// Why a call is not served, as data: decisions return it, and the adapter of a protocol says it in that protocol's words. It never holds a
/// secret.
/// </summary>
/// <param name="Code">What kind of refusal it is, which decides what a caller does about it.</param>
/// <param name="Reason">What exactly it is, for programs: one of <see cref="RefusalReasons"/>.</param>
/// <param name="Sentence">What exactly it is, for whoever reads the agent's log.</param>
internal sealed record Refusal(RefusalCode Code, string Reason, string Sentence)
{
    /// <summary>When the caller should come back; null where that is not a matter of time.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The field of the request that is not acceptable; null where none is to blame.</summary>
    public string? Field { get; init; }

    /// <summary>A field of the call is not acceptable; the caller has to change it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="sentence">What is wrong with it; names it.</param>
    public static Refusal InvalidArgument(string field, string sentence) =>
        new(RefusalCode.InvalidArgument, RefusalReasons.InvalidField, sentence) { Field = field };

    /// <summary>The token is missing or not valid.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">Which token, and why.</param>
    public static Refusal Unauthenticated(string reason, string sentence) => new(RefusalCode.Unauthenticated, reason, sentence);

    /// <summary>The token is valid, but what is asked for is not allowed with it.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">What is not allowed.</param>
    public static Refusal PermissionDenied(string reason, string sentence) => new(RefusalCode.PermissionDenied, reason, sentence);

    /// <summary>There is no such thing.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">What there is none of.</param>
    public static Refusal NotFound(string reason, string sentence) => new(RefusalCode.NotFound, reason, sentence);

    /// <summary>The state of the host or registration does not allow it; somebody has to change that first.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">What to do.</param>
    public static Refusal FailedPrecondition(string reason, string sentence) => new(RefusalCode.FailedPrecondition, reason, sentence);

    /// <summary>The name is taken.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">By what.</param>
    /// <param name="retryAfter">When it may be free, if that is only a matter of time.</param>
    public static Refusal AlreadyExists(string reason, string sentence, TimeSpan? retryAfter = null) =>
        new(RefusalCode.AlreadyExists, reason, sentence) { RetryAfter = retryAfter };

    /// <summary>Another stream or writer came first; repeating the call is right.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">Who came first.</param>
    public static Refusal Aborted(string reason, string sentence) => new(RefusalCode.Aborted, reason, sentence);

    /// <summary>It cannot be served now, and nobody has to do anything but wait.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">What is being waited for.</param>
    /// <param name="retryAfter">When to come back.</param>
    public static Refusal Unavailable(string reason, string sentence, TimeSpan retryAfter) =>
        new(RefusalCode.Unavailable, reason, sentence) { RetryAfter = retryAfter };

    /// <summary>It is more than is taken, of one caller or of all of them together; less of it, or later, is right.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">What there is too much of.</param>
    /// <param name="retryAfter">When to come back.</param>
    public static Refusal ResourceExhausted(string reason, string sentence, TimeSpan retryAfter) =>
        new(RefusalCode.ResourceExhausted, reason, sentence) { RetryAfter = retryAfter };

    /// <summary>The host belongs to another management cluster by now, or is about to.</summary>
    /// <param name="registration">The registration, as namespace/name.</param>
    public static Refusal Moved(string registration) => Unavailable(
        RefusalReasons.HostMoved,
        $"the hosts of the ElementalRegistration {registration} are being moved to another management cluster, and this one takes none of them back",
        MovedRetry);

    private static readonly TimeSpan MovedRetry = TimeSpan.FromSeconds(5);

    /// <summary>The manager cannot do it although the caller did nothing wrong.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="sentence">Where to look.</param>
    public static Refusal Internal(string reason, string sentence) => new(RefusalCode.Internal, reason, sentence);
}

/// <summary>Kinds of refusals, in gRPC's words; other protocols have theirs for them.</summary>
internal enum RefusalCode
{
    InvalidArgument,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    FailedPrecondition,
    AlreadyExists,
    Aborted,
    Unavailable,
    ResourceExhausted,
    Internal,
}

/// <summary>Carries a refusal to the edge of the gateway.</summary>
/// <param name="refusal">The refusal.</param>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Sentence)
{
    /// <summary>The refusal.</summary>
    public Refusal Refusal => refusal;
}
