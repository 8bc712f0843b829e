namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Where a custom resource keeps what its scale endpoint shows: paths without the leading dot.</summary>
internal sealed record ScaleSubresource(string SpecReplicasPath, string StatusReplicasPath, string? LabelSelectorPath);
