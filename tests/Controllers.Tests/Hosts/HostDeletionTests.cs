using ElementalProvider.Controllers.Pool;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Tests.Hosts;

/// <summary>When a host that is being deleted goes, and what is written before.</summary>
public sealed class HostDeletionTests
{
    private const string Why = "ada: lost in the flood";

    private static readonly string PublicKey = NewPublicKey();

    private static HostSeen Seen => new() { Host = Deleted(), Registration = Registration(), Now = Given.Now };

    [Fact]
    public void A_deleted_host_is_told_to_reset_itself() => Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(Seen));

    [Fact]
    public void I4_A_deleted_host_waits_until_it_has_shown_that_it_is_reset() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Deleted().Labelled(HostLabels.NeedsReset) }));

    [Fact]
    public void A_deleted_host_goes_once_it_is_reset() =>
        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(Seen with { Host = Wiped() }));

    [Fact]
    public void A_reset_host_stays_as_long_as_a_machine_names_it() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Wiped(), IsNamed = true }));

    [Fact]
    public void I4_A_reset_label_on_a_host_that_is_not_deleted_means_nothing() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Given.Host().Labelled(HostLabels.Reset) }));

    [Fact]
    public void A_host_that_others_still_hold_is_left_alone()
    {
        HostSeen seen = Seen with { Host = Detached().WithoutFinalizers() };

        Assert.Same(seen.Host.Status, Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status);
    }

    [Fact]
    public void I5_A_host_that_never_comes_back_is_remembered_before_it_is_let_go()
    {
        HostSeen seen = Seen with { Host = Detached() };

        DetachedHost entry = Assert.IsType<HostStep.RememberDetached>(HostDecisions.Next(seen)).Entry;
        HostStep after = HostDecisions.Next(seen with { Registration = Registration(entry) });

        Assert.Equal(("h1", DetachedHosts.KeyHashOf(PublicKey), Why, Given.Now), (entry.Name, entry.KeyHash, entry.Why, entry.At));
        Assert.Equal(Why, Assert.IsType<HostStep.Detach>(after).Why);
    }

    [Fact]
    public void I7_What_is_remembered_already_is_not_written_again_however_much_later()
    {
        DetachedHost entry = Assert.IsType<HostStep.RememberDetached>(HostDecisions.Next(Seen with { Host = Detached(new string('x', 5000)) })).Entry;

        Assert.IsType<HostStep.Detach>(HostDecisions.Next(
            Seen with { Host = Detached(new string('x', 5000)), Registration = Registration(entry), Now = Given.Now.AddDays(1) }));
    }

    [Fact]
    public void A_host_that_is_let_go_once_more_is_remembered_with_the_new_reason()
    {
        DetachedHost known = Assert.IsType<HostStep.RememberDetached>(HostDecisions.Next(Seen with { Host = Detached() })).Entry;

        HostStep step = HostDecisions.Next(Seen with { Host = Detached("bob: stolen"), Registration = Registration(known) });

        Assert.Equal("bob: stolen", Assert.IsType<HostStep.RememberDetached>(step).Entry.Why);
    }

    [Fact]
    public void A_detached_host_goes_only_when_no_machine_names_it()
    {
        HostSeen seen = Seen with { Host = Detached(), Registration = null, IsNamed = true };

        Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen));
        Assert.IsType<HostStep.Detach>(HostDecisions.Next(seen with { IsNamed = false }));
    }

    public static TheoryData<string> States => ["free", "claimed", "bootstrapped", "needs reset", "registration gone", "key unreadable", "paused", "cluster paused"];

    [Theory]
    [MemberData(nameof(States))]
    public void I5_Detaching_works_in_every_state(string state)
    {
        HostSeen seen = Seen with { Host = Detached() };
        seen = state switch
        {
            "claimed" => seen with { Host = seen.Host with { Spec = seen.Host.Spec! with { MachineRef = new V1ObjectReference { Name = "em1" } } } },
            "bootstrapped" => seen with { Host = seen.Host.Labelled(HostLabels.Bootstrapped) },
            "needs reset" => seen with { Host = seen.Host.Labelled(HostLabels.NeedsReset) },
            "registration gone" => seen with { Registration = null },
            "key unreadable" => seen with { Host = seen.Host with { Spec = new ElementalHostSpec { PubKey = "no key" } } },
            "paused" => seen with { Host = seen.Host.Annotated(ClusterApiGroup.PausedAnnotation) },
            "cluster paused" => seen with { Cluster = Given.Cluster(paused: true) },
            _ => seen,
        };

        HostStep step = HostDecisions.Next(seen);
        if (step is HostStep.RememberDetached remember)
            step = HostDecisions.Next(seen with { Registration = Registration(remember.Entry) });

        Assert.Equal(Why, Assert.IsType<HostStep.Detach>(step).Why);
    }

    [Theory]
    [InlineData("not JSON", "cannot be read")]
    [InlineData("full", "has no room")]
    public void B19_A_host_that_could_not_be_remembered_is_not_let_go_and_a_person_is_told_why(string annotation, string words)
    {
        ElementalRegistration registration = annotation == "full"
            ? Full()
            : Registration().Annotated(RegistrationAnnotations.DetachedHosts, annotation);

        HostStep.Settle step = Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Detached(), Registration = registration }));

        Assert.Contains(words, step.Warning, StringComparison.Ordinal);
        Assert.Contains(RegistrationAnnotations.DetachedHosts, step.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void I5_Detaching_needs_a_reason(string why) =>
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(Seen with { Host = Detached(why) }));

    [Fact]
    public void I3_Detaching_does_nothing_to_a_host_that_is_not_deleted() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Given.Host().Annotated(HostAnnotations.Detach, Why) }));

    [Fact]
    public void A_host_that_has_wiped_itself_needs_no_detach_any_more() =>
        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(Seen with { Host = Wiped().Annotated(HostAnnotations.Detach, Why) }));

    [Fact]
    public void A_host_that_came_back_and_wiped_itself_is_forgotten_before_it_goes()
    {
        DetachedHost known = Assert.IsType<HostStep.RememberDetached>(HostDecisions.Next(Seen with { Host = Detached() })).Entry;
        HostSeen seen = Seen with { Host = Wiped(), Registration = Registration(known) };

        Assert.Equal(known.KeyHash, Assert.IsType<HostStep.ForgetDetached>(HostDecisions.Next(seen)).KeyHash);
        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(seen with { Registration = Registration() }));
    }

    [Fact]
    public void I4_A_host_that_came_back_is_remembered_until_it_has_wiped_itself()
    {
        DetachedHost known = Assert.IsType<HostStep.RememberDetached>(HostDecisions.Next(Seen with { Host = Detached() })).Entry;

        Assert.IsType<HostStep.Settle>(HostDecisions.Next(
            Seen with { Host = Deleted().Labelled(HostLabels.NeedsReset), Registration = Registration(known) }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void T14_A_host_that_moved_away_leaves_no_trace_of_a_reset_or_a_detach(bool named) =>
        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(Seen with
        {
            Host = Detached().Annotated(ClusterApiGroup.DeleteForMoveAnnotation), IsNamed = named,
        }));

    private static ElementalHost Deleted() => (Given.Host() with { Spec = new ElementalHostSpec { PubKey = PublicKey } }).Deleting();

    private static ElementalHost Detached(string why = Why) => Deleted().Annotated(HostAnnotations.Detach, why);

    private static ElementalHost Wiped() => Deleted().Labelled(HostLabels.NeedsReset).Labelled(HostLabels.Reset);

    private static ElementalRegistration Registration(params IEnumerable<DetachedHost> remembered)
    {
        var registration = new ElementalRegistration { Metadata = Given.Meta("reg") };
        return registration.WithMetadata(remembered.Aggregate(registration.Metadata, (metadata, host) => DetachedHosts.Remember(metadata, host)!));
    }

    private static ElementalRegistration Full()
    {
        ElementalRegistration registration = Registration();
        for (int index = 0; ; index++)
        {
            DetachedHost host = new() { Name = $"machine-{index}", KeyHash = $"{index:x64}", Why = Why, At = Given.Now };
            if (DetachedHosts.Remember(registration.Metadata, host) is not { } noted)
                return registration;
            registration = registration.WithMetadata(noted);
        }
    }

    private static string NewPublicKey()
    {
        Assert.True(Es256Key.TryGetPublicPem(Es256Key.GeneratePrivatePem(), out string? pem));
        return pem;
    }

    [Fact]
    public void I3_A_host_that_garbage_collection_deletes_goes_without_a_reset() =>
        Assert.IsType<HostStep.LetGo>(HostDecisions.Next(Seen with { Deletion = HostDeletion.Collected }));

    [Fact]
    public void I3_A_host_whose_registration_waits_for_it_to_go_waits_for_a_person()
    {
        HostSeen seen = Seen with { Deletion = HostDeletion.WithItsRegistration };

        Assert.Contains("until somebody resets it", Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Warning, StringComparison.Ordinal);
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(seen with { Deletion = HostDeletion.Meant }));
    }

    [Theory]
    [InlineData(null, HostDeletion.Meant)]
    [InlineData(1, HostDeletion.Meant)]
    [InlineData(0, HostDeletion.WithItsRegistration)]
    [InlineData(-1, HostDeletion.WithItsRegistration)]
    public void I3_A_host_is_meant_where_its_registration_stays_or_was_deleted_after_it(int? registrationDeletedAfterSeconds, object expected)
    {
        ElementalHost host = Deleted();
        ElementalRegistration registration = Registration();
        registration = registration.WithMetadata(registration.Metadata with
        {
            Uid = "u1",
            DeletionTimestamp = registrationDeletedAfterSeconds is { } seconds ? host.Metadata.DeletionTimestamp!.Value.AddSeconds(seconds) : null,
        });
        V1OwnerReference owner = new() { ApiVersion = ElementalGroup.ApiVersion, Kind = ElementalRegistration.KubeKind, Name = "reg", Uid = "u1" };

        Assert.Equal(expected, Ownership.WhoDeletes(host, owner, registration));
        Assert.Equal(HostDeletion.Collected, Ownership.WhoDeletes(host, owner, null));
        Assert.Equal(HostDeletion.Collected, Ownership.WhoDeletes(host, owner with { Uid = "u0" }, registration));
    }

    [Fact]
    public void I3_A_host_that_serves_a_lost_machine_is_not_reset_and_says_what_to_do()
    {
        ElementalHost host = HostClaim.On(Given.Host(), Given.Machine(), Given.Owner()).Labelled(HostLabels.Bootstrapped);
        HostSeen seen = new() { Host = host.WithMetadata(MoveBlock.On(host.Metadata, isNeeded: false)), Cluster = Given.Cluster(), IsMachineConfirmed = true, Now = Given.Now };

        Condition association = Conditions.Find(Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status!.Conditions, ConditionTypes.AssociationReady)!;
        Assert.Equal((ConditionStatus.False, Reasons.Orphaned), (association.Status, association.Reason));
        Assert.Contains("the ElementalMachine em1 of the Cluster c1", association.Message, StringComparison.Ordinal);
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(seen with { Host = seen.Host.Unlabelled(HostLabels.Bootstrapped) with { Metadata = MoveBlock.On(seen.Host.Unlabelled(HostLabels.Bootstrapped).Metadata, isNeeded: true) } }));
    }
}
