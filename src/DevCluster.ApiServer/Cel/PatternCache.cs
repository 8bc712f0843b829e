using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>The patterns that one expression has used, compiled once.</summary>
internal sealed class PatternCache
{
    private const int MostPatterns = 64;
    private readonly ConcurrentDictionary<string, Regex> _compiled = new(StringComparer.Ordinal);

    /// <exception cref="CelException">It is no pattern.</exception>
    public Regex Get(string pattern)
    {
        if (_compiled.TryGetValue(pattern, out Regex? known))
            return known;
        try
        {
            Regex compiled = Re2Pattern.Compile(pattern);
            if (_compiled.Count < MostPatterns)
                _compiled.TryAdd(pattern, compiled);
            return compiled;
        }
        catch (FormatException problem)
        {
            throw new CelException($"error parsing regexp: {problem.Message}");
        }
    }
}
