using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Administration;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Administration;

public class ManifestPathTests
{
    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}""", "api/v1/namespaces/a")]
    [InlineData("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a","namespace":"n"}}""", "api/v1/namespaces/n/serviceaccounts/a")]
    [InlineData(
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:a/b"}}""",
        "apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aa%2Fb")]
    [InlineData(
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"a","namespace":"n"}}""",
        "apis/rbac.authorization.k8s.io/v1/namespaces/n/rolebindings/a")]
    public void An_object_says_where_it_is(string manifest, string path) => Assert.Equal(path, ManifestPath.Of(JsonNode.Parse(manifest)!.AsObject()));

    [Theory]
    [InlineData("""{"kind":"Namespace","metadata":{"name":"a"}}""", "apiVersion")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"a"}}""", "kind")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"generateName":"a"}}""", "metadata.name")]
    public void What_it_does_not_say_is_named(string manifest, string field) => Assert.Equal(
        $"the object has no {field}", Assert.Throws<JsonException>(() => ManifestPath.Of(JsonNode.Parse(manifest)!.AsObject())).Message);
}
