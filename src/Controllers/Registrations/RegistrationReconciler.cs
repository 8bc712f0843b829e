using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>Makes one ElementalRegistration usable for machines.</summary>
internal sealed class RegistrationReconciler(
    IKubernetesClient client,
    ObjectWriter<ElementalRegistration> registrations,
    ElementalControllersOptions options,
    TimeProvider clock) : IReconciler
{
    /// <summary>More steps than any path through the decisions has.</summary>
    private const int MaxSteps = 8;

    private readonly IResourceClient<V1Secret> _secrets = client.Resource<V1Secret>();

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        RegistrationSeen? seen = await ObserveAsync(key, cancellationToken);
        for (int steps = 0; seen is not null && steps < MaxSteps; steps++)
        {
            switch (RegistrationDecisions.Next(seen))
            {
                case RegistrationStep.CreateKey:
                    seen = seen with { Secret = await CreateKeyAsync(seen.Registration, cancellationToken) };
                    continue;

                case RegistrationStep.FillIn filled:
                    ElementalRegistration after = seen.Registration with { Spec = filled.Spec };
                    seen = seen with { Registration = await registrations.PatchAsync(seen.Registration, after, cancellationToken) };
                    continue;

                case RegistrationStep.Settle settle:
                    ElementalRegistration settled = seen.Registration with { Status = settle.Status };
                    await registrations.PatchStatusAsync(seen.Registration, settled, cancellationToken);
                    return new Result(settle.RequeueAfter);
            }
        }

        return seen is null ? Result.Done : throw new InvalidOperationException($"{key}: no rest after {MaxSteps} steps");
    }

    private async Task<RegistrationSeen?> ObserveAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (registrations.Find(key) is not { } registration)
            return null;

        // A reference to another namespace is refused, so it must not be followed either.
        string secret = registration.Spec?.PrivateKeyRef?.Name is { Length: > 0 } name ? name : key.Name;
        return new RegistrationSeen
        {
            Registration = registration,
            Secret = await _secrets.FindAsync(key.Namespace, secret, cancellationToken),
            Options = options,
            Clock = clock,
        };
    }

    private async Task<V1Secret> CreateKeyAsync(ElementalRegistration registration, CancellationToken cancellationToken) =>
        await _secrets.CreateAsync(SigningKey.New(registration), new WriteOptions { FieldManager = FieldManager.Name }, cancellationToken);
}
