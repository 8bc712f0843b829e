using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>A line of a watch.</summary>
public sealed record WatchEvent(string Type, JsonNode Object)
{
    public string Name => Object["metadata"]?["name"]?.GetValue<string>() ?? string.Empty;

    public long ResourceVersion => long.Parse(Object["metadata"]!["resourceVersion"]!.GetValue<string>());

    public override string ToString() => $"{Type} {Name}";
}
