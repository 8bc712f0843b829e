namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>A test that runs kubectl; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (Kubectl.Path is null)
            Skip = "kubectl is not on the PATH";
    }
}
