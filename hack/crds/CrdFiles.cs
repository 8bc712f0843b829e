using System.Reflection;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.CrdGenerator;

/// <summary>The folder of generated definitions: made, written and checked.</summary>
public static class CrdFiles
{
    private const string KustomizationName = "kustomization.yaml";

    /// <summary>One file a kind marked with <see cref="CustomResourceAttribute"/>, and the kustomization that lists them.</summary>
    /// <param name="assembly">The assembly with the kinds; its XML documentation must lie beside it.</param>
    public static IReadOnlyList<GeneratedFile> Generate(Assembly assembly)
    {
        XmlDocumentation documentation = XmlDocumentation.Load(assembly);
        CrdBuilder builder = new(new SchemaBuilder(documentation), documentation);
        List<GeneratedFile> files = assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<CustomResourceAttribute>() is not null)
            .Select(builder.Build)
            .Select(crd => new GeneratedFile($"{FileName(crd)}.yaml", YamlText.Write(crd)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        files.Add(new GeneratedFile(KustomizationName, YamlText.Write(Kustomization(files))));
        return files;
    }

    /// <summary>Writes what differs and says so.</summary>
    /// <returns>Exit code.</returns>
    public static int Write(DirectoryInfo folder, IReadOnlyList<GeneratedFile> files, TextWriter log)
    {
        folder.Create();
        foreach (GeneratedFile file in Stale(folder, files))
        {
            File.WriteAllText(Path.Combine(folder.FullName, file.Name), file.Content);
            log.WriteLine($"wrote {Path.Combine(folder.ToString(), file.Name)}");
        }

        return 0;
    }

    /// <summary>Names the files that <see cref="Write"/> would change.</summary>
    /// <returns>Exit code: 1 when there are any.</returns>
    public static int Check(DirectoryInfo folder, IReadOnlyList<GeneratedFile> files, TextWriter log)
    {
        List<GeneratedFile> stale = Stale(folder, files);
        foreach (GeneratedFile file in stale)
            log.WriteLine($"{Path.Combine(folder.ToString(), file.Name)} is not what api/ says; run hack/generate.sh and commit the result.");
        return stale.Count == 0 ? 0 : 1;
    }

    private static List<GeneratedFile> Stale(DirectoryInfo folder, IReadOnlyList<GeneratedFile> files) =>
        files.Where(file =>
        {
            string path = Path.Combine(folder.FullName, file.Name);
            return !File.Exists(path) || File.ReadAllText(path) != file.Content;
        }).ToList();

    private static string FileName(JsonObject crd)
    {
        JsonNode spec = crd["spec"]!;
        return $"{spec["group"]}_{spec["names"]!["plural"]}";
    }

    private static JsonObject Kustomization(IEnumerable<GeneratedFile> files) => new()
    {
        ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
        ["kind"] = "Kustomization",
        ["resources"] = new JsonArray([.. files.Select(file => (JsonNode)file.Name)]),
    };
}
