namespace ElementalProvider.Agent.Plugins;

/// <summary>A plugin could not do what it was asked. The message is one sentence for a person and holds no secret.</summary>
public sealed class OsPluginException : Exception
{
    /// <summary>Whether doing the same again later can end better, as where a registry did not answer; otherwise somebody must change something first.</summary>
    public bool CanRetry { get; init; } = true;

    /// <summary>Says what could not be done and what to do about it.</summary>
    /// <param name="message">One sentence for a person.</param>
    public OsPluginException(string message)
        : base(message)
    {
    }

    /// <summary>Says what could not be done, and why underneath.</summary>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="innerException">The cause.</param>
    public OsPluginException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
