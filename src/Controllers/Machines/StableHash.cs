namespace ElementalProvider.Controllers.Machines;

/// <summary>A hash that is the same in every process, unlike <see cref="string.GetHashCode()"/>. Not for secrets.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the UTF-16 code units of a text.</summary>
    public static ulong Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in text)
            hash = (hash ^ unit) * 1099511628211;

        return hash;
    }

    /// <summary>Spreads every bit of the input over the whole result (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
