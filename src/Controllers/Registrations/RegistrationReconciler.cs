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
    private readonly IResourceClient<V1Secret> _secrets = client.Resource<V1Secret>();

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => await StepLoop.RunAsync(
        key,
        await ObserveAsync(key, cancellationToken),
        RegistrationDecisions.Next,
        (step, seen) => TakeAsync(step, seen, cancellationToken));

    private async Task<Turn<RegistrationSeen>> TakeAsync(RegistrationStep step, RegistrationSeen seen, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case RegistrationStep.CreateKey:
                return seen with { Secret = await CreateKeyAsync(seen.Registration, cancellationToken) };

            case RegistrationStep.FillIn filled:
                ElementalRegistration after = seen.Registration with { Spec = filled.Spec, Metadata = filled.Metadata };
                return seen with { Registration = await registrations.PatchAsync(seen.Registration, after, cancellationToken) };

            case RegistrationStep.Settle settle:
                ElementalRegistration settled = seen.Registration with { Status = settle.Status };
                await registrations.PatchStatusAsync(seen.Registration, settled, cancellationToken);
                return Turn<RegistrationSeen>.Rest(settle.RequeueAfter);

            default:
                throw new InvalidOperationException($"no action for the step {step.GetType().Name}");
        }
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
        await _secrets.CreateAsync(SigningKey.New(registration), new WriteOptions { FieldManager = FieldManagers.Controllers }, cancellationToken);
}
