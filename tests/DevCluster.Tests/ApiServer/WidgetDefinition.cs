namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>A custom resource definition that uses most of what schemas can say.</summary>
internal static class WidgetDefinition
{
    public const string Json = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.test.example.com"},
         "spec":{"group":"test.example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wgt"],"categories":["all-widgets"]},
          "versions":[{"name":"v1","served":true,"storage":true,
           "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},
           "additionalPrinterColumns":[{"name":"Color","type":"string","jsonPath":".spec.color"},
            {"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}],
           "selectableFields":[{"jsonPath":".spec.color"}],
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "spec":{"type":"object","properties":{
             "color":{"type":"string","enum":["red","green","blue"]},
             "replicas":{"type":"integer","format":"int32","minimum":0,"maximum":10,"default":1},
             "code":{"type":"string","pattern":"^[a-z]+$","minLength":2,"maxLength":4},
             "port":{"x-kubernetes-int-or-string":true},
             "nick":{"type":"string","nullable":true},
             "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
             "nested":{"type":"object","properties":{"level":{"type":"integer","default":3}}},
             "tags":{"type":"array","x-kubernetes-list-type":"set","maxItems":3,"items":{"type":"string"}},
             "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
              "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"number":{"type":"integer"}}}}}},
            "status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"},
             "conditions":{"type":"array","items":{"type":"object","required":["type","status"],"properties":{"type":{"type":"string"},"status":{"type":"string"}}}}}}}}}}]}}
        """;
}
