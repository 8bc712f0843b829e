using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Refuses options that cannot work, before anything starts.</summary>
internal sealed class ControllerRuntimeOptionsValidator : IValidateOptions<ControllerRuntimeOptions>
{
    public ValidateOptionsResult Validate(string? name, ControllerRuntimeOptions options)
    {
        List<string> failures = [.. Failures(options)];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ControllerRuntimeOptions options)
    {
        if (options.DefaultWorkers < 1)
            yield return $"DefaultWorkers must be at least 1, not {options.DefaultWorkers}.";
        if (!options.LeaderElection)
            yield break;

        if (string.IsNullOrEmpty(options.LeaseNamespace))
            yield return "LeaseNamespace must be set for leader election; it is usually the namespace of the pod.";
        if (string.IsNullOrEmpty(options.LeaseName))
            yield return "LeaseName must be set for leader election.";
        if (string.IsNullOrEmpty(options.Identity))
            yield return "Identity must be set for leader election, and differ between replicas.";
        if (options.RetryPeriod <= TimeSpan.Zero)
            yield return $"RetryPeriod must be positive, not {options.RetryPeriod}.";
        if (options.RetryPeriod >= options.RenewDeadline)
            yield return $"RetryPeriod ({options.RetryPeriod}) must be shorter than RenewDeadline ({options.RenewDeadline}).";
        if (options.RenewDeadline >= options.LeaseDuration)
            yield return $"RenewDeadline ({options.RenewDeadline}) must be shorter than LeaseDuration ({options.LeaseDuration}).";
    }
}
