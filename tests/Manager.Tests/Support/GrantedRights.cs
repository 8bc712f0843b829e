using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>The rights that config/rbac grants the manager, as "verb resource" without subresources.</summary>
internal static class GrantedRights
{
    public static IReadOnlySet<string> Read() => new[] { "role.yaml", "leader_election_role.yaml" }.SelectMany(Rights).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Rights(string file)
    {
        YamlStream yaml = [];
        using (StreamReader reader = new(Path.Combine(AppContext.BaseDirectory, "rbac", file)))
            yaml.Load(reader);
        return from rule in (YamlSequenceNode)yaml.Documents[0].RootNode["rules"]
               from resource in Texts(rule["resources"])
               from verb in Texts(rule["verbs"])
               select $"{verb} {resource.Split('/')[0]}";
    }

    private static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Select(item => ((YamlScalarNode)item).Value!);
}
