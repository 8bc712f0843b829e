using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>The Kubernetes version whose behaviour this server follows.</summary>
internal static class ServerVersion
{
    public const string GitVersion = "v1.36.0+elemental";

    public static JsonObject ToJson() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "none",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };
}
