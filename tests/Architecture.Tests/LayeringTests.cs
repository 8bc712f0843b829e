namespace ElementalProvider.Architecture.Tests;

/// <summary>The arrows of the house: each project may refer to these others and to nothing else.</summary>
public class LayeringTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Api.Shared"] = [],
        ["Api.Kinds"] = ["Api.Shared"],
        ["Api.AgentProtocol"] = [],
        ["Tokens"] = [],
        ["ControllerRuntime"] = ["Api.Shared"],
        ["Operations"] = ["Api.Kinds"],
        ["Controllers"] = ["Api.Kinds", "ControllerRuntime", "Operations", "Tokens"],
        ["AgentGateway"] = ["Api.Kinds", "Api.AgentProtocol", "ControllerRuntime", "Operations", "Tokens"],
        ["Admission"] = ["Api.Kinds", "ControllerRuntime"],
        ["Manager"] = ["Admission", "AgentGateway", "Controllers", "ControllerRuntime"],
        ["Agent.Contract"] = [],
        ["Agent.Plugins"] = ["Agent.Contract", "Api.Shared"],
        ["Agent"] = ["Agent.Contract", "Agent.Plugins", "Api.Shared", "Api.AgentProtocol", "Tokens"],
        ["DevCluster.ApiServer"] = ["Tokens"],
        ["DevCluster"] = ["Api.Kinds", "ControllerRuntime", "DevCluster.ApiServer"],
    };

    [Fact]
    public void Every_project_of_the_product_has_its_place_in_the_house() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.Projects("api", "src").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_refer_only_downward()
    {
        IEnumerable<string> forbidden =
            from project in Repository.Projects("api", "src")
            from reference in Repository.References(project.Value)
            where !Allowed[project.Key].Contains(reference)
            select $"{project.Key} -> {reference}";

        Assert.Empty(forbidden);
    }

    [Theory]
    [InlineData("Agent", "Api.Kinds")]
    [InlineData("Agent", "ControllerRuntime")]
    [InlineData("DevCluster", "Controllers")]
    [InlineData("DevCluster", "AgentGateway")]
    [InlineData("DevCluster.ApiServer", "Api.Shared")]
    [InlineData("ControllerRuntime", "Api.Kinds")]
    public void Some_rooms_never_reach_others_not_even_through_a_third(string from, string to) => Assert.DoesNotContain(to, Reachable(from));

    [Fact]
    public void Only_the_manager_knows_the_logging_provider()
    {
        IEnumerable<string> users =
            from project in Repository.Projects("api", "src")
            where Repository.Packages(project.Value).Any(package => package.StartsWith("Serilog", StringComparison.Ordinal))
            select project.Key;

        Assert.Equal(["Manager"], users);
    }

    /// <summary>12 MB and a way into the API server: an agent has no business with it, whoever would bring it along.</summary>
    /// <param name="project">A project of the agent's side.</param>
    [Theory]
    [InlineData("Agent")]
    [InlineData("Agent.Plugins")]
    [InlineData("Tokens")]
    [InlineData("Api.Shared")]
    [InlineData("Api.AgentProtocol")]
    public void KubernetesClient_never_reaches_the_agent(string project)
    {
        IReadOnlyDictionary<string, string> projects = Repository.Projects("api", "src");

        Assert.DoesNotContain("KubernetesClient", Reachable(project).Append(project).SelectMany(each => Repository.Packages(projects[each])));
        Assert.DoesNotContain("kubernetesclient", File.ReadAllText(Repository.LockFile(projects[project])), StringComparison.OrdinalIgnoreCase);
    }

    private static HashSet<string> Reachable(string from)
    {
        IReadOnlyDictionary<string, string> projects = Repository.Projects("api", "src");
        HashSet<string> seen = [];
        Stack<string> open = new([from]);
        while (open.TryPop(out string? project))
        {
            foreach (string reference in Repository.References(projects[project]))
            {
                if (seen.Add(reference))
                    open.Push(reference);
            }
        }

        return seen;
    }
}
