using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>The API server's certificate authority beside its data, so that kubeconfigs stay good as long as what they are for.</summary>
internal sealed record KeptAuthority(string CertificatePem, string KeyPem)
{
    /// <summary>The authority of a data folder; it is made where there is none.</summary>
    /// <exception cref="DevClusterException">The folder cannot be used.</exception>
    public static KeptAuthority In(string folder)
    {
        string certificate = Path.Join(folder, "ca.crt");
        string key = Path.Join(folder, "ca.key");
        if (!File.Exists(certificate) || !File.Exists(key))
        {
            (string certificatePem, string keyPem) = DevApiServer.NewAuthority();
            PrivateFile.Write(key, keyPem);
            PrivateFile.Write(certificate, certificatePem);
        }

        try
        {
            return new KeptAuthority(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"{key} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The options of a server that uses it.</summary>
    public DevApiServerOptions On(DevApiServerOptions options) => options with { CaCertificatePem = CertificatePem, CaKeyPem = KeyPem };
}
