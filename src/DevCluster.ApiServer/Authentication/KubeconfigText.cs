using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Writes kubeconfig files.</summary>
internal static class KubeconfigText
{
    private const string ClusterName = "elemental-dev";
    private const string DefaultNamespace = "default";

    public static string WithCertificate(Uri server, string caPem, string userName, string certificatePem, string keyPem) => Write(
        server,
        caPem,
        userName,
        new JsonObject { ["client-certificate-data"] = Base64(certificatePem), ["client-key-data"] = Base64(keyPem) },
        DefaultNamespace);

    public static string WithToken(Uri server, string caPem, string userName, string token, string namespaceName) =>
        Write(server, caPem, userName, new JsonObject { ["token"] = token }, namespaceName);

    private static string Write(Uri server, string caPem, string userName, JsonObject user, string namespaceName) => YamlWriter.Write(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["clusters"] = new JsonArray(new JsonObject
        {
            ["name"] = ClusterName,
            ["cluster"] = new JsonObject { ["server"] = server.ToString().TrimEnd('/'), ["certificate-authority-data"] = Base64(caPem) },
        }),
        ["users"] = new JsonArray(new JsonObject { ["name"] = userName, ["user"] = user }),
        ["contexts"] = new JsonArray(new JsonObject
        {
            ["name"] = ClusterName,
            ["context"] = new JsonObject { ["cluster"] = ClusterName, ["user"] = userName, ["namespace"] = namespaceName },
        }),
        ["current-context"] = ClusterName,
    });

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
