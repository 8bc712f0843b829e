using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.DevCluster.Machines.CloudInit;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Joins a machine to its cluster: writes the kubelet's kubeconfig and has it register the Node.</summary>
/// <param name="folder">The machine.</param>
/// <param name="kubelet">Registers the Node.</param>
/// <param name="workloadKubeconfig">A kubeconfig to use instead of the endpoint, authority and token in the bootstrap data.</param>
internal sealed class Kubeadm(MachineFolder folder, NodeAgent kubelet, string? workloadKubeconfig) : IKubeadm
{
    private const string CaFile = "/etc/kubernetes/pki/ca.crt";

    public async Task<string?> JoinAsync(CloudCommand.Kubeadm command, string hostname, CancellationToken cancellationToken)
    {
        if (folder.Read(command.ConfigPath) is not { } text)
            return $"kubeadm: {command.ConfigPath} does not exist";

        try
        {
            JoinConfig config = JoinConfigReader.Parse(text);
            string kubeconfig = workloadKubeconfig ?? Kubeconfig(config);
            await kubelet.RegisterAsync(config, config.NodeName ?? hostname, kubeconfig, cancellationToken);
            folder.Write(MachineFolder.KubeletKubeconfig, kubeconfig);
            return null;
        }
        catch (DevClusterException exception)
        {
            return "kubeadm: " + exception.Message;
        }
    }

    private string Kubeconfig(JoinConfig config)
    {
        string authority = folder.Read(CaFile)
            ?? throw new DevClusterException($"{CaFile} does not exist; the bootstrap data must bring the authority of the API server.");
        Check(authority, config.CaCertHashes);
        return $"""
            apiVersion: v1
            kind: Config
            current-context: default
            contexts:
              - name: default
                context: {"{"}cluster: default, user: default{"}"}
            clusters:
              - name: default
                cluster:
                  server: https://{config.Endpoint}
                  certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority))}
            users:
              - name: default
                user:
                  token: {config.Token}

            """;
    }

    private static void Check(string authority, IReadOnlyList<string> pins)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(authority);
            string pin = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
            if (pins.Count > 0 && !pins.Contains(pin))
                throw new DevClusterException($"{CaFile} is not the authority that caCertHashes names.");
        }
        catch (CryptographicException)
        {
            throw new DevClusterException($"{CaFile} holds no certificate in PEM form.");
        }
    }
}
