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

    public static readonly IReadOnlyList<PrinterColumn> ServiceAccount = [Age];

    public static readonly IReadOnlyList<PrinterColumn> Node =
    [
        Column("Status", (item, _) => NodeStatus(item)),
        Column("Roles", (item, _) => NodeRoles(item)),
        Age,
        Column("Version", (item, _) => Copy(item, "status", "nodeInfo", "kubeletVersion")),
        Column("Internal-IP", (item, _) => NodeAddress(item, "InternalIP"), priority: 1),
        Column("External-IP", (item, _) => NodeAddress(item, "ExternalIP"), priority: 1),
        Column("OS-Image", (item, _) => NodeInfo(item, "osImage"), priority: 1),
        Column("Kernel-Version", (item, _) => NodeInfo(item, "kernelVersion"), priority: 1),
        Column("Container-Runtime", (item, _) => NodeInfo(item, "containerRuntimeVersion"), priority: 1),
    ];

    public static readonly IReadOnlyList<PrinterColumn> Pod =
    [
        Column("Ready", (item, _) => PodReady(item)),
        Column("Status", (item, _) => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") ?? string.Empty : "Terminating"),
        Column("Restarts", (item, _) => "0"),
        Age,
        Column("IP", (item, _) => item.Text("status", "podIP") ?? "<none>", priority: 1),
        Column("Node", (item, _) => item.Text("spec", "nodeName") ?? "<none>", priority: 1),
    ];

    public static readonly IReadOnlyList<PrinterColumn> CertificateRequest =
    [
        Age,
        Column("SignerName", (item, _) => Copy(item, "spec", "signerName")),
        Column("Requestor", (item, _) => Copy(item, "spec", "username")),
        Column("RequestedDuration", (item, _) => "<none>"),
        Column("Condition", (item, _) => RequestState(item)),
    ];

    public static readonly IReadOnlyList<PrinterColumn> Event =
    [
        Column("Last Seen", (item, now) => HumanDuration.Since(LastSeen(item), now)),
        Column("Type", (item, _) => Copy(item, "type")),
        Column("Reason", (item, _) => Copy(item, "reason")),
        Column("Object", (item, _) => Subject(Regarded(item))),
        Column("Subobject", (item, _) => Regarded(item).Text("fieldPath") ?? string.Empty, priority: 1),
        Column("Source", (item, _) => Source(item), priority: 1),
        Column("Message", (item, _) => (item.Text("message") ?? item.Text("note"))?.Trim()),
        Column("First Seen", (item, now) => HumanDuration.Since(FirstSeen(item), now), priority: 1),
        Column("Count", (item, _) => Times(item), priority: 1),
        PrinterColumn.ObjectName with { Priority = 1 },
    ];

    public static readonly IReadOnlyList<PrinterColumn> Lease = [Column("Holder", (item, _) => item.Text("spec", "holderIdentity") ?? string.Empty), Age];

    public static readonly IReadOnlyList<PrinterColumn> RoleBinding =
    [
        Column("Role", (item, _) => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"),
        Age,
        Column("Users", (item, _) => Subjects(item, "User"), priority: 1),
        Column("Groups", (item, _) => Subjects(item, "Group"), priority: 1),
        Column("ServiceAccounts", (item, _) => Subjects(item, "ServiceAccount"), priority: 1),
    ];

    public static readonly IReadOnlyList<PrinterColumn> WebhookConfiguration = [Column("Webhooks", (item, _) => (long)(item.Array("webhooks")?.Count ?? 0), type: "integer"), Age];

    private static PrinterColumn Column(string name, CellValue value, string type = "string", long priority = 0) =>
        new() { Name = name, Type = type, Priority = priority, Value = value };

    private static JsonNode? Copy(JsonObject item, params ReadOnlySpan<string> path) => item.At(path)?.DeepClone();

    private static long Count(JsonNode? node) => (node as JsonObject)?.Count ?? 0;

    private static string? LastSeen(JsonObject item) =>
        item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("deprecatedLastTimestamp") ?? FirstSeen(item);

    private static string? FirstSeen(JsonObject item) =>
        item.Text("firstTimestamp") ?? item.Text("deprecatedFirstTimestamp") ?? item.Text("eventTime");

    /// <summary>An event without a count happened once.</summary>
    private static long Times(JsonObject item) => item.At("series", "count").Whole() ?? item["count"].Whole() ?? item["deprecatedCount"].Whole() ?? 1;

    private static JsonNode? Regarded(JsonObject item) => item["involvedObject"] ?? item["regarding"];

    private static string? Subject(JsonNode? regarded) =>
        string.IsNullOrEmpty(regarded.Text("name")) ? regarded.Text("kind")?.ToLowerInvariant() : $"{regarded.Text("kind")?.ToLowerInvariant()}/{regarded.Text("name")}";

    private static string Source(JsonObject item)
    {
        JsonNode? source = item["source"] ?? item["deprecatedSource"];
        string?[] parts =
        [
            source.Text("component") ?? item.Text("reportingComponent") ?? item.Text("reportingController"),
            source.Text("host") ?? item.Text("reportingInstance"),
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Array("subjects").Objects()
        .Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));

    private static string NodeStatus(JsonObject node)
    {
        string? ready = node.Array("status", "conditions").Objects().FirstOrDefault(condition => condition.Text("type") == "Ready").Text("status");
        string status = ready switch { null => "Unknown", "True" => "Ready", _ => "NotReady" };
        return node.At("spec", "unschedulable").IsTrue() ? $"{status},SchedulingDisabled" : status;
    }

    private static string PodReady(JsonObject pod)
    {
        int ready = pod.Array("status", "containerStatuses").Objects().Count(container => container["ready"].IsTrue());
        return $"{ready}/{pod.Array("spec", "containers")?.Count ?? 0}";
    }

    private static string RequestState(JsonObject request)
    {
        IEnumerable<string?> states = request.Array("status", "conditions").Objects().Select(condition => condition.Text("type"));
        return string.Join(',', (IEnumerable<string?>)[.. states.DefaultIfEmpty("Pending"), .. request.At("status", "certificate") is null ? Array.Empty<string>() : ["Issued"]]);
    }

    private static string NodeRoles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in node.Object("metadata", "labels") ?? [])
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
                roles.Add(key[Prefix.Length..]);
            else if (key == "kubernetes.io/role" && value.Text() is { Length: > 0 } role)
                roles.Add(role);
        }

        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    private static string NodeInfo(JsonObject node, string field) => node.Text("status", "nodeInfo", field) is { Length: > 0 } text ? text : "<unknown>";

    private static string NodeAddress(JsonObject node, string type) =>
        node.Array("status", "addresses").Objects().FirstOrDefault(address => address.Text("type") == type).Text("address") ?? "<none>";
}
