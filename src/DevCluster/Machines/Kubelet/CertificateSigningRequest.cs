namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>A request for a certificate, as far as simulated kubelets make them.</summary>
[KubernetesEntity(Group = "certificates.k8s.io", ApiVersion = "v1", Kind = KubeKind, PluralName = "certificatesigningrequests")]
internal sealed record CertificateSigningRequest : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeKind = "CertificateSigningRequest";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "certificates.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is asked for.</summary>
    public required CertificateSigningRequestSpec Spec { get; init; }

    /// <summary>What came of it.</summary>
    public CertificateSigningRequestStatus? Status { get; init; }
}

/// <summary>What is asked for.</summary>
internal sealed record CertificateSigningRequestSpec
{
    /// <summary>The request, PKCS#10 in PEM.</summary>
    public required byte[] Request { get; init; }

    /// <summary>Who is to sign it.</summary>
    public required string SignerName { get; init; }

    /// <summary>What the certificate is for.</summary>
    public required IReadOnlyList<string> Usages { get; init; }
}

/// <summary>What came of a request.</summary>
internal sealed record CertificateSigningRequestStatus
{
    /// <summary>The certificate in PEM, once it is signed.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>Whether it was approved, denied or failed.</summary>
    public IReadOnlyList<CertificateSigningRequestCondition>? Conditions { get; init; }
}

/// <summary>One decision about a request.</summary>
internal sealed record CertificateSigningRequestCondition
{
    /// <summary><c>Approved</c>, <c>Denied</c> or <c>Failed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public string? Message { get; init; }
}
