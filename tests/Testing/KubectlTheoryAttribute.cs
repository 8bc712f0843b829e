using Xunit;

namespace ElementalProvider.Testing;

/// <summary>A table of tests that run kubectl; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the tests where kubectl is missing.</summary>
    public KubectlTheoryAttribute() => Skip = new KubectlFactAttribute().Skip;
}
