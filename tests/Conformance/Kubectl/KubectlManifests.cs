namespace ElementalProvider.Conformance.Kubectl;

/// <summary>The files that the script's commands name.</summary>
internal static class KubectlManifests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm, labels: {app: a}}\ndata: {k: v1, j: w}\n";

    /// <summary>Writes all files to a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="id">Text that names of the run have in common.</param>
    /// <param name="group">API group of the kind that the script makes.</param>
    public static void Write(string folder, string id, string group)
    {
        string definition = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "Kubectl", "definition.yaml"));
        string red = Gizmo(group, "a", "red", "labels: {app: a}");
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["crd.yaml"] = definition.Replace("${group}", group, StringComparison.Ordinal).Replace("${id}", id, StringComparison.Ordinal),
            ["a.yaml"] = red,
            ["a-blue.yaml"] = Gizmo(group, "a", "blue", "labels: {app: a}"),
            ["b.yaml"] = Gizmo(group, "b", "green", "labels: {app: b}"),
            ["bad.yaml"] = Gizmo(group, "bad", "pink", string.Empty),
            ["odd.yaml"] = Gizmo(group, "odd", "red", string.Empty) + "  nope: 1\n",
            ["cm2.yaml"] = ConfigMap.Replace("v1, j", "v2, j", StringComparison.Ordinal),
            ["both.yaml"] = $"{ConfigMap}---\n{red}",
            ["p1.yaml"] = Pruned(1, id),
            ["p2.yaml"] = Pruned(2, id),
        };
        foreach ((string name, string text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static string Gizmo(string group, string name, string color, string metadata) =>
        $"apiVersion: {group}/v1\nkind: Gizmo\nmetadata:\n  name: {name}\n  {metadata}\nspec:\n  color: {color}\n";

    private static string Pruned(int number, string id) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: p{number}, labels: {{prune: {id}}}}}\n";
}
