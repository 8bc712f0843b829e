using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>
/// Approves and signs the certificates that kubelets ask for, as kube-controller-manager does: for whoever may create
/// <c>certificatesigningrequests/nodeclient</c>, or <c>/selfnodeclient</c> where a node renews its own. All others wait for a person.
/// </summary>
internal sealed class KubeletCertificates(ServerAuthority authority, RbacAuthorizer authorizer, ResourceRegistry registry, ResourceWriter writer, TimeProvider clock)
    : IStoreController
{
    private const string Group = "certificates.k8s.io";
    private const string Signer = "kubernetes.io/kube-apiserver-client-kubelet";
    private const string Nodes = "system:nodes";
    private const string NodePrefix = "system:node:";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public void Reset()
    {
    }

    public void Observe(StoreEvent storeEvent)
    {
    }

    public async ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        StoredObject item = storeEvent.Object;
        if (item.Key.Resource != BuiltInResources.CertificateRequests || storeEvent.Type == StoreEventType.Deleted)
            return;

        JsonObject request = item.Parse();
        if (request.Text("spec", "signerName") != Signer || request.At("status", "certificate") is not null || request.Array("status", "conditions") is { Count: > 0 })
            return;

        if (Read(request.Text("spec", "request")) is not { } asked || NodeOf(asked) is not { } node || !MayHave(request, node))
            return;

        ResourceDefinition definition = registry.Current.Find(Group, "v1", "certificatesigningrequests")!;
        await writer.PatchAsync(new ResourceTarget(definition, null, item.Key.Name, Subresource.Status), each => WithCertificate(each, asked, node), new WriteOptions(), cancellationToken);
    }

    private JsonObject WithCertificate(JsonObject request, CertificateRequest asked, string node)
    {
        using X509Certificate2 certificate = authority.IssueClient(NodePrefix + node, [Nodes], asked.PublicKey, Lifetime);
        string now = Timestamps.Format(clock.GetUtcNow());
        request["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Approved",
                ["status"] = "True",
                ["reason"] = "AutoApproved",
                ["message"] = "Auto approving kubelet client certificate after SubjectAccessReview.",
                ["lastUpdateTime"] = now,
                ["lastTransitionTime"] = now,
            }),
            ["certificate"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem() + "\n")),
        };
        return request;
    }

    private bool MayHave(JsonObject request, string node)
    {
        string user = request.Text("spec", "username") ?? string.Empty;
        return authorizer.Decide(new AccessRequest
        {
            User = new UserInfo(user, request.At("spec", "groups").Strings()),
            Verb = "create",
            Group = Group,
            Resource = "certificatesigningrequests",
            Subresource = user == NodePrefix + node ? "selfnodeclient" : "nodeclient",
        }).IsAllowed;
    }

    /// <summary>The node that a certificate would be for; null where it is for anybody else.</summary>
    private static string? NodeOf(CertificateRequest asked)
    {
        (string? Type, string? Value)[] parts = [.. asked.SubjectName.EnumerateRelativeDistinguishedNames().Select(part => (part.GetSingleElementType().Value, part.GetSingleElementValue()))];
        string[] organizations = [.. parts.Where(part => part.Type == "2.5.4.10").Select(part => part.Value ?? string.Empty)];
        string name = parts.FirstOrDefault(part => part.Type == "2.5.4.3").Value ?? string.Empty;
        return organizations is [Nodes] && name.StartsWith(NodePrefix, StringComparison.Ordinal) && name.Length > NodePrefix.Length ? name[NodePrefix.Length..] : null;
    }

    private static CertificateRequest? Read(string? base64)
    {
        try
        {
            string pem = Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? string.Empty));
            return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or CryptographicException)
        {
            // What is no request is not signed; it stays for whoever wrote it to see.
            return null;
        }
    }
}
