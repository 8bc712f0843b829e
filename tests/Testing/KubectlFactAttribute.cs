using Xunit;

namespace ElementalProvider.Testing;

/// <summary>A test that runs kubectl; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    /// <summary>Skips the test where kubectl is missing.</summary>
    public KubectlFactAttribute()
    {
        if (Program is null)
            Skip = "kubectl is not on the PATH";
    }

    /// <summary>Where kubectl is, or null.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
}
