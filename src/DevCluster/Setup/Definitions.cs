using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Installs definitions of kinds.</summary>
internal static class Definitions
{
    /// <summary>The definitions of the Cluster API kinds that this program brings along, as YAML.</summary>
    public static IReadOnlyList<string> OfClusterApi() => EmbeddedManifests.In("ClusterApi");

    /// <summary>The definitions in the files of a folder, as YAML.</summary>
    /// <exception cref="DevClusterException">There is none, or a file cannot be read.</exception>
    public static IReadOnlyList<string> InFolder(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml").Order(StringComparer.Ordinal)];
        return files is [] ? throw new DevClusterException($"There are no definitions in {folder}; name the provider's folder with --crds.") : [.. files.Select(Read)];
    }

    /// <summary>Creates the definitions, or brings those that are there to this state.</summary>
    /// <exception cref="DevClusterException">One of them is no definition, or the server refuses it.</exception>
    public static async Task InstallAsync(IKubernetesClient client, IEnumerable<string> definitions, CancellationToken cancellationToken)
    {
        foreach (string text in definitions)
        {
            V1CustomResourceDefinition definition = Parse(text);
            try
            {
                await CreateOrUpdateAsync(client.Resource<V1CustomResourceDefinition>(), definition, cancellationToken);
            }
            catch (ApiException exception)
            {
                throw new DevClusterException($"The definition {definition.Metadata.Name} is refused: {exception.Message}");
            }
        }
    }

    private static async Task CreateOrUpdateAsync(
        IResourceClient<V1CustomResourceDefinition> definitions, V1CustomResourceDefinition wanted, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(null, wanted.Metadata.Name!, cancellationToken) is not { } present)
            await definitions.CreateAsync(wanted, null, cancellationToken);
        else
            await definitions.UpdateAsync(present with { Spec = wanted.Spec }, null, cancellationToken);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"{file} cannot be read: {exception.Message}");
        }
    }

    private static V1CustomResourceDefinition Parse(string text)
    {
        try
        {
            JsonNode? document = YamlText.Parse(text);
            return document.Deserialize(KindOf<V1CustomResourceDefinition>.Json) ?? throw new DevClusterException("A definition is empty.");
        }
        catch (JsonException exception)
        {
            throw new DevClusterException($"A definition cannot be read: {exception.Message}");
        }
    }
}
