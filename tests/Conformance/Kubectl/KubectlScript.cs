namespace ElementalProvider.Conformance.Kubectl;

/// <summary>What the recording was made with, in order: later commands see what earlier ones did.</summary>
internal static class KubectlScript
{
    private static readonly Dictionary<string, string> PlainDiff = new(StringComparer.Ordinal) { ["KUBECTL_EXTERNAL_DIFF"] = "diff -r -u0 --label live --label merged" };
    private static readonly Dictionary<string, string> Editor = new(StringComparer.Ordinal) { ["KUBE_EDITOR"] = "sed -i s/patched/edited/" };

    public static readonly IReadOnlyList<KubectlCommand> Commands =
    [
        new("create-namespace", "create", "namespace", "${ns}") { IsNamespaced = false },
        new("crd-apply", "apply", "-f", "${tmp}/crd.yaml") { IsNamespaced = false },
        new("crd-wait", "wait", "--for=condition=Established", "crd/gizmos.${group}", "--timeout=30s") { IsNamespaced = false },
        new("apply-create", "apply", "-f", "${tmp}/both.yaml"),
        new("apply-unchanged", "apply", "-f", "${tmp}/both.yaml"),
        new("diff-none", "diff", "-f", "${tmp}/a.yaml"),
        new("diff", "diff", "-f", "${tmp}/a-blue.yaml") { Environment = PlainDiff },
        new("apply-changed", "apply", "-f", "${tmp}/a-blue.yaml"),
        new("apply-last-applied", "apply", "view-last-applied", "gizmo", "a"),
        new("apply-invalid", "apply", "-f", "${tmp}/bad.yaml"),
        new("apply-unknown-field", "apply", "-f", "${tmp}/odd.yaml"),
        new("apply-server", "apply", "--server-side", "-f", "${tmp}/b.yaml"),
        new("apply-server-conflict", "apply", "--server-side", "--field-manager=other", "-f", "${tmp}/cm2.yaml"),
        new("apply-server-force", "apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", "${tmp}/cm2.yaml"),
        new("get-table", "get", "gizmos"),
        new("get-wide", "get", "gizmos", "-o", "wide"),
        new("get-short-name", "get", "gz${id}"),
        new("get-category", "get", "cat${id}"),
        new("get-yaml", "get", "gizmo", "b", "-o", "yaml"),
        new("get-jsonpath", "get", "gizmos", "-o", "jsonpath={range .items[*]}{.metadata.name}={.spec.color},{.spec.replicas};{end}"),
        new("get-show-labels", "get", "cm", "-l", "app", "--show-labels"),
        new("get-all-namespaces", "get", "gizmos", "-A", "-l", "app in (a,b)"),
        new("get-missing", "get", "gizmo", "none"),
        new("get-core-table", "get", "cm,secret", "-l", "app"),
        new("describe", "describe", "gizmo", "b"),
        new("explain", "explain", "gizmos.${group}.spec"),
        new("label", "label", "gizmo", "a", "tier=front"),
        new("annotate", "annotate", "gizmo", "a", "note=hello"),
        new("patch-merge", "patch", "gizmo", "a", "--type=merge", "-p", """{"spec":{"note":"patched"}}"""),
        new("patch-strategic", "patch", "cm", "cm", "-p", """{"data":{"extra":"1"}}"""),
        new("patch-strategic-cr", "patch", "gizmo", "a", "--type=strategic", "-p", """{"spec":{"note":"x"}}"""),
        new("patch-status", "patch", "gizmo", "a", "--subresource=status", "--type=merge", "-p", """{"status":{"phase":"Up","conditions":[{"type":"Ready","status":"True"}]}}"""),
        new("wait-condition", "wait", "--for=condition=Ready", "gizmo/a", "--timeout=10s"),
        new("wait-jsonpath", "wait", "--for=jsonpath={.status.phase}=Up", "gizmo/a", "--timeout=10s"),
        new("wait-timeout", "wait", "--for=condition=Never", "gizmo/a", "--timeout=1s"),
        new("edit", "edit", "gizmo", "a") { Environment = Editor },
        new("edit-seen", "get", "gizmo", "a", "-o", "jsonpath={.spec.note} {.metadata.generation} {.metadata.labels}"),
        new("scale", "scale", "gizmo", "a", "--replicas=4"),
        new("scale-seen", "get", "gizmo", "a", "-o", "jsonpath={.spec.replicas}"),
        new("get-watch", "get", "gizmo", "a", "-w", "-o", "jsonpath={.spec.color} ")
        {
            Meanwhile =
            [
                ("blue ", ["patch", "gizmo", "a", "--type=merge", "-p", """{"spec":{"color":"green"}}"""]),
                ("green ", ["patch", "gizmo", "a", "--type=merge", "-p", """{"spec":{"color":"red"}}"""]),
                ("red ", []),
            ],
        },
        new("create-secret", "create", "secret", "generic", "s", "--from-literal=user=me", "--from-literal=pass=x"),
        new("create-configmap", "create", "configmap", "lit", "--from-literal=a=1"),
        new("create-dry-run-server", "create", "configmap", "dry", "--from-literal=a=1", "--dry-run=server"),
        new("api-resources", "api-resources", "--api-group=${group}", "-o", "wide"),
        new("api-versions", "api-versions") { Lines = ["v1", "ID.kubectl.example.com/v1", "coordination.k8s.io/v1", "apiextensions.k8s.io/v1"] },
        new("can-i", "auth", "can-i", "create", "gizmos.${group}"),
        new("events", "events"),
        new("prune-before", "apply", "-f", "${tmp}/p1.yaml", "-f", "${tmp}/p2.yaml"),
        new("prune", "apply", "--prune", "-l", "prune=${id}", "--prune-allowlist=core/v1/ConfigMap", "-f", "${tmp}/p1.yaml"),
        new("prune-seen", "get", "cm", "-l", "prune", "-o", "name"),
        new("delete-wait", "delete", "gizmo", "b", "--timeout=30s"),
        new("delete-missing", "delete", "gizmo", "b"),
        new("delete-ignore", "delete", "gizmo", "b", "--ignore-not-found"),
        new("delete-all", "delete", "gizmo", "--all"),
        new("create-yaml", "create", "-f", "${tmp}/b.yaml"),
        new("delete-file", "delete", "-f", "${tmp}/b.yaml"),
        new("delete-namespace", "delete", "namespace", "${ns}", "--wait=false") { IsNamespaced = false },
        new("delete-crd", "delete", "crd", "gizmos.${group}", "--timeout=60s") { IsNamespaced = false },
        new("get-removed-kind", "get", "gizmos.${group}"),
    ];
}
