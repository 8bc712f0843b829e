namespace ElementalProvider.Agent.Plugins;

/// <summary>Runs programs of the host: the one seam between the agent and processes.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Arguments, each passed as it is.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="OsPluginException">The program could not be started, or ended with another code than 0.</exception>
    Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
