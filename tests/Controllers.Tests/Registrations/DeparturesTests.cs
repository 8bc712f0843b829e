using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Registrations;

namespace ElementalProvider.Controllers.Tests.Registrations;

public sealed class DeparturesTests
{
    private static readonly ElementalRegistration Registration = new() { Metadata = Given.Meta("reg") };

    private static readonly ElementalHost Leaving = Given.Host().Annotated(ClusterApiGroup.DeleteForMoveAnnotation) is var host
        ? host.WithMetadata(host.Metadata with
        {
            OwnerReferences =
            [
                new V1OwnerReference
                {
                    ApiVersion = ElementalGroup.ApiVersion, Kind = ElementalRegistration.KubeKind, Name = "reg", Uid = Registration.Metadata.Uid,
                },
            ],
        })
        : throw new InvalidOperationException();

    [Fact]
    public void A_departure_is_noted_until_it_is_written_down_by_whoever_leads()
    {
        Departures departures = new();
        Assert.Equal([ObjectKey.Of(Registration)], departures.Observe(null, Leaving, new OneStore()));
        Assert.True(departures.Has(Registration));

        ElementalRegistration moving = Registration with
        {
            Metadata = Registration.Metadata with { Annotations = new Dictionary<string, string> { [RegistrationAnnotations.Moving] = Registration.Metadata.Uid! } },
        };
        Assert.Empty(departures.Observe(Registration, moving));

        // A person has opened it again since: that stays so, also for a follower that leads by now.
        Assert.Empty(departures.Observe(moving, Registration));
        Assert.False(departures.Has(Registration));
    }

    private sealed class OneStore : IStore<ElementalRegistration>
    {
        public int Count => 1;

        public ElementalRegistration? Find(ObjectKey key) => key == ObjectKey.Of(Registration) ? Registration : null;

        public IReadOnlyCollection<ElementalRegistration> List() => [Registration];

        public IReadOnlyCollection<ElementalRegistration> ByIndex(string index, string value) => [];
    }
}
