using System.Text;

namespace ElementalProvider.Benchmarks;

/// <summary>ElementalHosts as an API server sends them: about 2.7 kB of JSON each, a third of it managedFields.</summary>
internal static class SampleHosts
{
    public const string ResourceVersion = "900000";

    private const string Placeholder = "NUMBER";

    private static readonly string Template = """
        {"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalHost","metadata":{"name":"m-NUMBER-5f0c2b1e","namespace":"fleet",
        "uid":"7d0f3c52-8a55-4d1e-9b55-000000NUMBER","resourceVersion":"1NUMBER","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z",
        "labels":{"cluster.x-k8s.io/cluster-name":"cluster-7","elementalhost.infrastructure.cluster.x-k8s.io/machine-name":"cluster-7-NUMBER",
        "elementalhost.infrastructure.cluster.x-k8s.io/elemental-machine-name":"cluster-7-NUMBER","elementalhost.infrastructure.cluster.x-k8s.io/installed":"true",
        "elementalhost.infrastructure.cluster.x-k8s.io/bootstrapped":"true"},"finalizers":["elementalhost.infrastructure.cluster.x-k8s.io"],
        "ownerReferences":[{"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalRegistration","name":"fleet","uid":"0d6e1f0a-0000-4000-8000-000000000001","controller":true}],
        "managedFields":[{"manager":"elemental-manager","operation":"Update","apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1",
        "fieldsV1":{"f:metadata":{"f:finalizers":{".":{},"v:\"elementalhost.infrastructure.cluster.x-k8s.io\"":{}},"f:labels":{".":{},"f:cluster.x-k8s.io/cluster-name":{},
        "f:elementalhost.infrastructure.cluster.x-k8s.io/installed":{},"f:elementalhost.infrastructure.cluster.x-k8s.io/bootstrapped":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"0d6e1f0a-0000-4000-8000-000000000001\"}":{}}},
        "f:spec":{".":{},"f:pubKey":{},"f:machineRef":{},"f:bootstrapSecret":{}},"f:status":{".":{},"f:phase":{},"f:facts":{},"f:conditions":{}}}}]},
        "spec":{"pubKey":"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE000000NUMBERYb1cVtLq0rZp3m9J3o2n5s8u\nXv1yZ3b5d7f9h1j3l5n7p9r1t3v5x7z9B1D3F5H7J9L1N3P5R7T9V1X3Z5b7d9f1hw==\n-----END PUBLIC KEY-----\n",
        "machineRef":{"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalMachine","namespace":"fleet","name":"cluster-7-NUMBER","uid":"9d0f3c52-0000-4000-8000-000000NUMBER"},
        "bootstrapSecret":{"apiVersion":"v1","kind":"Secret","namespace":"fleet","name":"cluster-7-NUMBER"}},
        "status":{"phase":"Running","observedGeneration":3,"facts":{"agent-version":"0.1.0","boot-id":"11111111-2222-4333-8444-000000NUMBER","os-version":"3.2.1"},
        "conditions":[{"type":"RegistrationReady","status":"True","reason":"Registered","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"},
        {"type":"InstallationReady","status":"True","reason":"Installed","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"},
        {"type":"Ready","status":"True","reason":"Ready","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
        """.ReplaceLineEndings("");

    /// <summary>One host.</summary>
    /// <param name="number">Makes it different from others.</param>
    public static string Json(int number) => Template.Replace(Placeholder, number.ToString("D6"), StringComparison.Ordinal);

    /// <summary>The lines of a watch that reports a change of each of the first hosts.</summary>
    public static byte[] Watch(int count)
    {
        StringBuilder text = new();
        for (int number = 0; number < count; number++)
            text.Append("""{"type":"MODIFIED","object":""").Append(Json(number)).Append("}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>One page of a list.</summary>
    public static byte[] Page(int first, int count, string? next)
    {
        StringBuilder text = new();
        text.Append("""{"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalHostList","metadata":{"resourceVersion":""" + $"\"{ResourceVersion}\"");
        if (next is not null)
            text.Append(",\"continue\":\"").Append(next).Append('"');
        text.Append("},\"items\":[").AppendJoin(',', Enumerable.Range(first, count).Select(Json)).Append("]}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
