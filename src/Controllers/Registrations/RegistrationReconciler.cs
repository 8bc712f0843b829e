using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>Makes one ElementalRegistration usable for machines.</summary>
internal sealed class RegistrationReconciler(
    IKubernetesClient client,
    IInformers informers,
    ObjectWriter<ElementalRegistration> registrations,
    ObjectWriter<ElementalHost> hosts,
    Departures departures,
    Definitions definitions,
    ElementalControllersOptions options,
    TimeProvider clock) : IReconciler
{
    private readonly IResourceClient<V1Secret> _secrets = client.Resource<V1Secret>();
    private readonly IStore<ElementalHost> _hosts = informers.Get<ElementalHost>().Store;

    /// <summary>Decides the next step.</summary>
    internal Func<RegistrationSeen, RegistrationStep> Decide { get; init; } = RegistrationDecisions.Next;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => await StepLoop.RunAsync(
        key,
        await ObserveAsync(key, cancellationToken),
        Decide,
        (step, seen) => TakeAsync(step, seen, cancellationToken));

    private async Task<Turn<RegistrationSeen>> TakeAsync(RegistrationStep step, RegistrationSeen seen, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case RegistrationStep.AddFinalizer:
                return seen with { Registration = await registrations.AddFinalizerAsync(seen.Registration, Finalizers.Registration, cancellationToken) };

            case RegistrationStep.RemoveFinalizer when await HostsOfAsync(seen.Registration, cancellationToken) is { Count: > 0 } left
                && !Hold.IsMovedAway(seen.Registration):
                return seen with { Hosts = left };

            case RegistrationStep.RemoveFinalizer:
                await registrations.RemoveFinalizerAsync(seen.Registration, Finalizers.Registration, cancellationToken);
                return Turn<RegistrationSeen>.Rest();

            case RegistrationStep.NoteMoving:
                V1ObjectMeta moving = seen.Registration.Metadata.WithAnnotation(RegistrationAnnotations.Moving, seen.Registration.Metadata.Uid);
                ElementalRegistration noted = await registrations.PatchAsync(seen.Registration, seen.Registration.WithMetadata(moving), cancellationToken);
                departures.Written(noted);
                return seen with { Registration = noted, HasDeparted = false };

            case RegistrationStep.ConfirmKind:
                return seen with { IsKindDeleted = await definitions.IsBeingDeletedAsync("elementalregistrations", cancellationToken) };

            case RegistrationStep.ReleaseHost release:
                await hosts.PatchAsync(release.Host, Ownership.Released(release.Host, seen.Registration.Metadata.Name!), cancellationToken);
                return seen with { Hosts = [.. seen.Hosts.Where(host => host != release.Host)] };

            case RegistrationStep.CreateKey:
                return seen with { Secret = await CreateKeyAsync(seen.Registration, cancellationToken) };

            case RegistrationStep.FillIn filled:
                // In one write: a registration is filled in once.
                V1ObjectMeta held = filled.Metadata;
                ElementalRegistration after = seen.Registration with
                {
                    Spec = filled.Spec,
                    Metadata = held.HasFinalizer(Finalizers.Registration) ? held : held.WithFinalizer(Finalizers.Registration),
                };
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
            Hosts = registration.IsDeleting() ? [.. _hosts.ByIndex(Ownership.ByRegistration, key.ToString())] : [],
            HasDeparted = departures.Has(registration),
            Options = options,
            Clock = clock,
        };
    }

    /// <summary>The hosts that garbage collection would delete after the registration. A cache may not have them all yet, and they cannot be had back.</summary>
    private async Task<IReadOnlyCollection<ElementalHost>> HostsOfAsync(ElementalRegistration registration, CancellationToken cancellationToken)
    {
        KubernetesList<ElementalHost> all = await client.Resource<ElementalHost>().ListAsync(registration.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
        return [.. all.Items.Where(host => RegistrationDecisions.IsOwnedBy(host, registration))];
    }

    private async Task<V1Secret> CreateKeyAsync(ElementalRegistration registration, CancellationToken cancellationToken) =>
        await _secrets.CreateAsync(SigningKey.New(registration), new WriteOptions { FieldManager = FieldManagers.Controllers }, cancellationToken);
}
