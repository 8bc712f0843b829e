using System.Diagnostics;
using System.Runtime.CompilerServices;
using ElementalProvider.Testing;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Manager.Tests.Configuration;

/// <summary>The objects that a folder of config stands for, as kustomize renders them.</summary>
internal sealed class RenderedConfiguration
{
    private readonly IReadOnlyList<YamlMappingNode> _objects;

    private RenderedConfiguration(IReadOnlyList<YamlMappingNode> objects) => _objects = objects;

    /// <summary>Where the configuration is.</summary>
    public static string Folder => Path.Combine(Repository(), "config");

    /// <summary>Renders a folder.</summary>
    /// <param name="name">Its name.</param>
    public static async Task<RenderedConfiguration> ReadAsync(string name = "default")
    {
        ProcessStartInfo start = new(KubectlFactAttribute.Program!, ["kustomize", Path.Combine(Folder, name)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process kubectl = Process.Start(start)!;
        Task<string> errors = kubectl.StandardError.ReadToEndAsync();
        string rendered = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, await errors);

        YamlStream yaml = [];
        yaml.Load(new StringReader(rendered));
        return new RenderedConfiguration([.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)]);
    }

    /// <summary>The one object of a kind that has a name.</summary>
    public YamlMappingNode Get(string kind, string name) =>
        Assert.Single(_objects, item => Text(item["kind"]) == kind && Text(item["metadata"]["name"]) == name);

    /// <summary>All objects of a kind.</summary>
    public IEnumerable<YamlMappingNode> All(string kind) => _objects.Where(item => Text(item["kind"]) == kind);

    /// <summary>The text of a scalar.</summary>
    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    /// <summary>The texts of a list of scalars.</summary>
    public static IEnumerable<string> Texts(YamlNode node) => ((YamlSequenceNode)node).Select(Text);

    /// <summary>The member of a list that has a name.</summary>
    public static YamlNode Named(YamlNode list, string name) => Assert.Single((YamlSequenceNode)list, item => Text(item["name"]) == name);

    private static string Repository([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
