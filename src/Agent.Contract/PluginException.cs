namespace ElementalProvider.Agent.Contract;

/// <summary>
/// A plugin could not do what it was asked. The message is one sentence for a person and holds no secret. Between processes it is a
/// <see cref="PluginFailure"/>.
/// </summary>
public sealed class PluginException : Exception
{
    /// <summary>Whether doing the same again later can end better, as where a registry did not answer; otherwise somebody must change something first.</summary>
    public bool CanRetry { get; init; } = true;

    /// <summary>The end of what a program said that failed, without secrets, at most 4 KiB; empty where none did.</summary>
    public string Output { get; init; } = "";

    /// <summary>Says what could not be done and what to do about it.</summary>
    /// <param name="message">One sentence for a person.</param>
    public PluginException(string message)
        : base(message)
    {
    }

    /// <summary>Says what could not be done, and why underneath.</summary>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="innerException">The cause.</param>
    public PluginException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The failure of a plugin that is another process.</summary>
    /// <param name="failure">What it said.</param>
    public static PluginException From(PluginFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new PluginException(failure.Message) { CanRetry = failure.CanRetry, Output = failure.Output };
    }

    /// <summary>The failure as it goes from process to process.</summary>
    public PluginFailure ToFailure() => new(Message, CanRetry, Output);
}

/// <summary>A <see cref="PluginException"/> on its way between processes.</summary>
/// <param name="Message">One sentence for a person.</param>
/// <param name="CanRetry">Whether doing the same again later can end better.</param>
/// <param name="Output">The end of what a program said that failed.</param>
public sealed record PluginFailure(string Message, bool CanRetry, string Output = "");
