using System.Text.RegularExpressions;

namespace ElementalProvider.Testing.Time;

/// <summary>
/// Patience with what somebody else does. It ends when nothing new was seen for some time, and never while something is: how long a thing takes
/// belongs to the machine that it runs on, and a test that judges it fails wherever that machine is busy.
/// </summary>
/// <remarks>
/// Progress is what was not seen before: an object that is as it never was, a line that says what no line has said. What comes back is none, as a
/// condition that flaps or a step that is tried again and again. So whoever goes in circles is given up as surely as whoever stands still.
/// </remarks>
public sealed partial class Patience : IDisposable
{
    /// <summary>How long nothing new may be seen, where a test has no reason to say otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _over = new();
    private readonly Func<IEnumerable<string>> _look;
    private readonly TimeSpan _withoutProgress;
    private readonly ITimer _timer;

    /// <summary>Begins to wait.</summary>
    /// <param name="withoutProgress">How long nothing new may be seen; null for <see cref="Usual"/>.</param>
    /// <param name="look">Lines that tell of progress, looked at only when patience would end; null where there are none.</param>
    /// <param name="clock">Measures it; null for the one of this machine.</param>
    public Patience(TimeSpan? withoutProgress = null, Func<IEnumerable<string>>? look = null, TimeProvider? clock = null)
    {
        _withoutProgress = withoutProgress ?? Usual;
        _look = look ?? (static () => []);
        Over = _over.Token;
        _timer = (clock ?? TimeProvider.System).CreateTimer(_ => GiveUp(), null, _withoutProgress, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when patience has ended.</summary>
    public CancellationToken Over { get; }

    /// <summary>Tells of something that was observed. Patience begins anew if it was not seen before.</summary>
    /// <param name="what">What was seen, to the letter.</param>
    public void See(string what)
    {
        if (IsNew(what))
            _timer.Change(_withoutProgress, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells of a line of a log. Two lines that differ in numbers only are one: times and counters go on where nothing else does.</summary>
    /// <param name="line">The line.</param>
    public void SeeLine(string line) => See(WithoutNumbers(line));

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _over.Dispose();
    }

    private bool IsNew(string what)
    {
        lock (_lock)
            return _seen.Add(what);
    }

    private void GiveUp()
    {
        bool hasProgress = false;
        foreach (string line in _look())
            hasProgress |= IsNew(WithoutNumbers(line));
        if (hasProgress)
        {
            _timer.Change(_withoutProgress, Timeout.InfiniteTimeSpan);
            return;
        }

        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // What was waited for came at the last moment.
        }
    }

    private static string WithoutNumbers(string line) => Number().Replace(line, "0");

    // Identifiers in hexadecimal as well: they are other ones in every try.
    [GeneratedRegex(@"[0-9a-f]*[0-9][0-9a-f]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
