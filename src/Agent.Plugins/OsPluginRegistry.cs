using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Dummy;

namespace ElementalProvider.Agent.Plugins;

/// <summary>The OS plugins that are compiled in, by name.</summary>
public static class OsPluginRegistry
{
    private static readonly IReadOnlyDictionary<string, Func<PluginServices, IOsPlugin>> Plugins = new Dictionary<string, Func<PluginServices, IOsPlugin>>
    {
        ["dummy"] = services => new DummyPlugin(services),
    };

    /// <summary>Names of all plugins, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plugins.Keys.Order()];

    /// <summary>Makes a plugin.</summary>
    /// <param name="osPlugin">
    /// A name (<c>dummy</c>), or a path as older agents used it (<c>/usr/lib/elemental/plugins/dummy.so</c>), whose file name without
    /// extension is the name.
    /// </param>
    /// <param name="services">What the plugin reaches the host by.</param>
    /// <exception cref="PluginException">There is no such plugin.</exception>
    public static IOsPlugin Create(string osPlugin, PluginServices services) =>
        Plugins.TryGetValue(Path.GetFileNameWithoutExtension(osPlugin), out Func<PluginServices, IOsPlugin>? create)
            ? create(services)
            : throw new PluginException(
                $"agent.osPlugin \"{osPlugin}\" names no OS plugin of this agent; the known ones are: {string.Join(", ", Names)}.");
}
