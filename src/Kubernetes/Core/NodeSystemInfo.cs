namespace ElementalProvider.Kubernetes.Core;

/// <summary>Identity and versions of a node.</summary>
public sealed record NodeSystemInfo
{
    /// <summary>The content of <c>/etc/machine-id</c>.</summary>
    public string? MachineID { get; init; }

    /// <summary>The UUID of the hardware.</summary>
    public string? SystemUUID { get; init; }

    /// <summary>Changes with every boot.</summary>
    public string? BootID { get; init; }

    /// <summary>Version of the kernel.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>Name of the operating system image.</summary>
    public string? OsImage { get; init; }

    /// <summary>Name and version of the container runtime.</summary>
    public string? ContainerRuntimeVersion { get; init; }

    /// <summary>Version of the kubelet.</summary>
    public string? KubeletVersion { get; init; }

    /// <summary>Such as <c>linux</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Such as <c>amd64</c>.</summary>
    public string? Architecture { get; init; }
}
