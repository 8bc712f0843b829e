using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Objects as the API would hand them out, for the tests of pure decisions.</summary>
internal static class SampleObjects
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public const string V1 = """{"osVersion":{"imageUri":"oci://x:v1"}}""";
    public const string V2 = """{"osVersion":{"imageUri":"oci://x:v2"}}""";
    public const string V3 = """{"osVersion":{"imageUri":"oci://x:v3"}}""";

    /// <summary>What an OS version is known by.</summary>
    public static string Hash(string osVersion) => HostOperations.HashOf(Json(osVersion));

    public static ElementalHost Host(long generation = 1) => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = "default", Name = "m-1", Uid = "uid-1", ResourceVersion = "10", Generation = generation },
        Spec = new ElementalHostSpec(),
    };

    public static ElementalHost With(this ElementalHost host, params (string Label, string Value)[] labels)
    {
        Dictionary<string, string> all = new(host.Metadata.Labels ?? new Dictionary<string, string>());
        foreach ((string label, string value) in labels)
            all[label] = value;
        return host with { Metadata = host.Metadata with { Labels = all } };
    }

    public static ElementalHost Annotated(this ElementalHost host, string annotation, string value = "") =>
        host with { Metadata = host.Metadata with { Annotations = new Dictionary<string, string> { [annotation] = value } } };

    public static ElementalHost Deleting(this ElementalHost host) =>
        host with { Metadata = host.Metadata with { DeletionTimestamp = Now.UtcDateTime } };

    public static ElementalHost Claimed(this ElementalHost host, string? bootstrapSecret = "boot") => host with
    {
        Spec = (host.Spec ?? new ElementalHostSpec()) with
        {
            MachineRef = new V1ObjectReference { Kind = "ElementalMachine", Name = "em-1", NamespaceProperty = "default" },
            BootstrapSecret = bootstrapSecret is null ? null : new V1ObjectReference { Kind = "Secret", Name = bootstrapSecret },
        },
    };

    public static ElementalHost Wanting(this ElementalHost host, string osVersion) =>
        host with { Spec = (host.Spec ?? new ElementalHostSpec()) with { OsVersionManagement = Json(osVersion) } };

    /// <summary>With the operation that the host controller stores, as in one write with what it follows from.</summary>
    public static ElementalHost Planned(this ElementalHost host) => HostOperations.Planned(host, Now, TimeSpan.Zero);

    public static Cluster Cluster(bool paused = false, string? annotation = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            NamespaceProperty = "default",
            Name = "c1",
            Annotations = annotation is null ? null : new Dictionary<string, string> { [annotation] = "" },
        },
        Spec = new ClusterSpec { Paused = paused },
    };

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
