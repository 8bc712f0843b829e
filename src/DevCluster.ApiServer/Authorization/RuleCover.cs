namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Whether rights that somebody gives away are among those he has.</summary>
internal static class RuleCover
{
    /// <summary>The parts of <paramref name="wanted"/> that <paramref name="held"/> does not allow: each with one verb, one resource or path, one name.</summary>
    public static IReadOnlyList<PolicyRule> Missing(IReadOnlyList<PolicyRule> held, IEnumerable<PolicyRule> wanted) =>
        [.. wanted.SelectMany(Split).Where(part => !held.Any(rule => Covers(rule, part)))];

    private static IEnumerable<PolicyRule> Split(PolicyRule rule)
    {
        foreach (string path in rule.Paths)
        {
            foreach (string verb in rule.Verbs)
                yield return new PolicyRule { Verbs = [verb], Paths = [path] };
        }

        string?[] names = rule.Names.Count == 0 ? [null] : [.. rule.Names];
        foreach (string group in rule.Groups)
        {
            foreach (string resource in rule.Resources)
            {
                foreach (string verb in rule.Verbs)
                {
                    foreach (string? name in names)
                        yield return new PolicyRule { Verbs = [verb], Groups = [group], Resources = [resource], Names = name is null ? [] : [name] };
                }
            }
        }
    }

    private static bool Covers(PolicyRule held, PolicyRule part)
    {
        if (!PolicyRule.Has(held.Verbs, part.Verbs[0]))
            return false;
        if (part.Paths.Count > 0)
            return held.AllowsPath(part.Paths[0]);
        string[] resource = part.Resources[0].Split('/', 2);
        bool coversName = held.Names.Count == 0 || (part.Names.Count > 0 && held.Names.Contains(part.Names[0]));
        return coversName && PolicyRule.Has(held.Groups, part.Groups[0]) && (held.Resources.Contains(part.Resources[0]) || held.AllowsResource(resource[0], resource.ElementAtOrDefault(1) ?? string.Empty));
    }
}
