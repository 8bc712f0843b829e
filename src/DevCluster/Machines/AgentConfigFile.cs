using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.DevCluster.Machines;

/// <summary>What a machine must know of the agent's configuration: where it works.</summary>
internal static class AgentConfigFile
{
    private const string DefaultWorkDirectory = "/var/lib/elemental/agent";

    /// <summary>The folder in which the agent works, as a path of the machine.</summary>
    /// <param name="text">The configuration, YAML or JSON.</param>
    /// <exception cref="DevClusterException">It is no configuration of an agent.</exception>
    public static string WorkDirectory(string text)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            // The text of a YAML error can quote the line, and the line can be a token: only its position is told.
            throw new DevClusterException($"The agent configuration is no valid YAML at line {exception.Start.Line}.");
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }, ..] || !root.Children.ContainsKey("registration"))
            throw new DevClusterException("The agent configuration must be a map with the keys registration and agent; copy it from spec.config.elemental of an ElementalRegistration.");

        return root.Children.TryGetValue("agent", out YamlNode? agent)
            && agent is YamlMappingNode settings
            && settings.Children.TryGetValue("workDir", out YamlNode? folder)
            && folder is YamlScalarNode { Value: { Length: > 0 } path }
                ? path
                : DefaultWorkDirectory;
    }
}
