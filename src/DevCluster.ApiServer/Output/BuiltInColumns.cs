using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>What `kubectl get` prints of built-in kinds, after the name.</summary>
internal static class BuiltInColumns
{
    private static readonly PrinterColumn Age = Column("Age", (item, now) => HumanDuration.Since(item.Text("metadata", "creationTimestamp"), now));

    public static readonly IReadOnlyList<PrinterColumn> Created =
        [Column("Created At", (item, _) => Copy(item, "metadata", "creationTimestamp"), type: "date")];

    public static readonly IReadOnlyList<PrinterColumn> Definition = Created;

    public static readonly IReadOnlyList<PrinterColumn> Namespace = [Column("Status", (item, _) => Copy(item, "status", "phase")), Age];

    public static readonly IReadOnlyList<PrinterColumn> ConfigMap =
        [Column("Data", (item, _) => Count(item.At("data")) + Count(item.At("binaryData")), type: "string"), Age];

    public static readonly IReadOnlyList<PrinterColumn> Secret =
        [Column("Type", (item, _) => Copy(item, "type")), Column("Data", (item, _) => Count(item.At("data")), type: "string"), Age];

    public static readonly IReadOnlyList<PrinterColumn> ServiceAccount =
        [Column("Secrets", (item, _) => (long)(item.Array("secrets")?.Count ?? 0), type: "string"), Age];

    public static readonly IReadOnlyList<PrinterColumn> Node =
    [
        Column("Status", (item, _) => NodeStatus(item)),
        Column("Roles", (item, _) => NodeRoles(item)),
        Age,
        Column("Version", (item, _) => Copy(item, "status", "nodeInfo", "kubeletVersion")),
        Column("Internal-IP", (item, _) => NodeAddress(item, "InternalIP"), priority: 1),
        Column("OS-Image", (item, _) => Copy(item, "status", "nodeInfo", "osImage"), priority: 1),
    ];

    public static readonly IReadOnlyList<PrinterColumn> Event =
    [
        Column("Last Seen", (item, now) => HumanDuration.Since(LastSeen(item), now)),
        Column("Type", (item, _) => Copy(item, "type")),
        Column("Reason", (item, _) => Copy(item, "reason")),
        Column("Object", (item, _) => $"{(item.Text("involvedObject", "kind") ?? item.Text("regarding", "kind"))?.ToLowerInvariant()}/{item.Text("involvedObject", "name") ?? item.Text("regarding", "name")}"),
        Column("Message", (item, _) => (item.Text("message") ?? item.Text("note"))?.Trim()),
        PrinterColumn.ObjectName with { Priority = 1 },
    ];

    public static readonly IReadOnlyList<PrinterColumn> Lease = [Column("Holder", (item, _) => Copy(item, "spec", "holderIdentity")), Age];

    public static readonly IReadOnlyList<PrinterColumn> RoleBinding =
        [Column("Role", (item, _) => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"), Age];

    public static readonly IReadOnlyList<PrinterColumn> WebhookConfiguration = [Column("Webhooks", (item, _) => (long)(item.Array("webhooks")?.Count ?? 0), type: "integer"), Age];

    private static PrinterColumn Column(string name, CellValue value, string type = "string", long priority = 0) =>
        new() { Name = name, Type = type, Priority = priority, Value = value };

    private static JsonNode? Copy(JsonObject item, params ReadOnlySpan<string> path) => item.At(path)?.DeepClone();

    private static long Count(JsonNode? node) => (node as JsonObject)?.Count ?? 0;

    private static string? LastSeen(JsonObject item) =>
        item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("deprecatedLastTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp");

    private static string NodeStatus(JsonObject node)
    {
        string? ready = node.Array("status", "conditions").Objects().FirstOrDefault(condition => condition.Text("type") == "Ready").Text("status");
        string status = ready switch { null => "Unknown", "True" => "Ready", _ => "NotReady" };
        return node.At("spec", "unschedulable").IsTrue() ? $"{status},SchedulingDisabled" : status;
    }

    private static string NodeRoles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        string roles = string.Join(',', (node.Object("metadata", "labels") ?? []).Select(label => label.Key)
            .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Select(key => key[Prefix.Length..]).Order(StringComparer.Ordinal));
        return roles.Length == 0 ? "<none>" : roles;
    }

    private static string NodeAddress(JsonObject node, string type) =>
        node.Array("status", "addresses").Objects().FirstOrDefault(address => address.Text("type") == type).Text("address") ?? "<none>";
}
