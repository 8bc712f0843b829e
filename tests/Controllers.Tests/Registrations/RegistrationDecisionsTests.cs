using System.Text;
using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Registrations;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Tests.Registrations;

public sealed class RegistrationDecisionsTests
{
    private const string Uri = "https://elemental.example/base/elemental/v1/namespaces/lab/registrations/reg";

    private static readonly ElementalRegistration Empty = new() { Metadata = Given.Meta("reg") with { Finalizers = [Finalizers.Registration] } };
    private static readonly V1Secret Key = SigningKey.New(Empty);

    private static RegistrationSeen Seen => new()
    {
        Registration = Empty,
        Options = new ElementalControllersOptions { AgentEndpoint = new Uri("https://elemental.example/base/"), AgentCaCertificate = "CA" },
        Clock = new ManualTimeProvider(Given.Now),
    };

    private static RegistrationSeen Complete => Seen with { Registration = Empty with { Spec = Filled(Seen with { Secret = Key }) }, Secret = Key };

    [Fact]
    public void A_new_registration_gets_a_key_of_its_own()
    {
        Assert.IsType<RegistrationStep.CreateKey>(RegistrationDecisions.Next(Seen));

        Assert.Equal(("reg", "lab", "Opaque"), (Key.Metadata.Name, Key.Metadata.NamespaceProperty, Key.Type));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", Encoding.ASCII.GetString(Key.Data![SigningKey.DataKey]), StringComparison.Ordinal);
    }

    [Fact]
    public void O1_MV2_The_key_belongs_to_the_registration()
    {
        V1OwnerReference owner = Assert.Single(Key.Metadata.OwnerReferences!);

        Assert.Equal(("ElementalRegistration", "reg", "uid-of-reg", true), (owner.Kind, owner.Name, owner.Uid, owner.Controller));
    }

    [Fact]
    public void Everything_empty_is_filled_in_at_once_and_machines_can_register()
    {
        ElementalRegistrationSpec spec = Filled(Seen with { Secret = Key });

        RegistrationEndpoint endpoint = spec.Config!.Elemental!.Registration!;
        Assert.Equal((Uri, "CA"), (endpoint.Uri, endpoint.CaCert));
        Assert.Equal("reg", spec.PrivateKeyRef!.Name);
        Assert.True(IsGood(endpoint.Token, Given.Now.AddDays(89)));
        Assert.False(IsGood(endpoint.Token, Given.Now.AddDays(91)));
        AssertReady(Complete, "True", "");
    }

    [Fact]
    public void A_registration_that_was_filled_in_before_keeps_tokens_that_live_for_ever()
    {
        ElementalRegistration known = With(new RegistrationEndpoint { Token = "" });
        known = known with { Spec = known.Spec! with { PrivateKeyRef = Complete.Registration.Spec!.PrivateKeyRef } };

        var filled = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = known, Secret = Key });

        Assert.True(IsGood(TokenOf(filled), Given.Now.AddYears(20)));
        Assert.False(filled.Metadata.Annotations!.ContainsKey(RegistrationAnnotations.TokenLife));
    }

    [Theory]
    [InlineData(44, false)]
    [InlineData(46, true)]
    [InlineData(400, true)]
    public void A_token_of_half_its_life_is_replaced_and_good_for_the_other_half(int daysLater, bool isReplaced)
    {
        var first = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Secret = Key });
        RegistrationSeen later = Seen with
        {
            Registration = Empty with { Spec = first.Spec, Metadata = first.Metadata }, Secret = Key, Clock = new ManualTimeProvider(Given.Now.AddDays(daysLater)),
        };

        RegistrationStep step = RegistrationDecisions.Next(later);

        Assert.Equal(isReplaced, step is RegistrationStep.FillIn);
        Assert.Equal(daysLater < 90, IsGood(TokenOf(first), Given.Now.AddDays(daysLater)));
        if (step is not RegistrationStep.FillIn second)
            return;

        Assert.True(IsGood(TokenOf(second), Given.Now.AddDays(daysLater + 89)));
        Assert.Equal(TokenOf(second), second.Metadata.Annotations![RegistrationAnnotations.IssuedToken]);
        AssertReady(later with { Registration = Empty with { Spec = second.Spec, Metadata = second.Metadata } }, "True", "");
    }

    [Fact]
    public void What_a_person_says_of_a_token_is_not_replaced()
    {
        var first = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Secret = Key });
        RegistrationSeen later = Seen with { Secret = Key, Clock = new ManualTimeProvider(Given.Now.AddDays(400)) };
        RegistrationEndpoint endpoint = first.Spec.Config!.Elemental!.Registration!;

        Assert.All(
            [
                endpoint with { Token = "disabled" },
                endpoint with { TokenDuration = JsonSerializer.SerializeToElement("2160h") },
            ],
            said => Assert.IsType<RegistrationStep.Settle>(RegistrationDecisions.Next(later with
            {
                Registration = With(said) with { Metadata = first.Metadata, Spec = With(said).Spec! with { PrivateKeyRef = first.Spec.PrivateKeyRef } },
            })));
    }

    [Fact]
    public void A_token_of_a_key_that_is_gone_is_not_replaced_by_itself()
    {
        var first = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Secret = Key });

        Assert.IsType<RegistrationStep.Settle>(RegistrationDecisions.Next(
            Seen with { Registration = Empty with { Spec = first.Spec, Metadata = first.Metadata }, Secret = SigningKey.New(Empty) }));
    }

    [Fact]
    public void A_registration_whose_address_was_edited_stays_ready_with_the_token_it_has()
    {
        RegistrationSeen seen = Complete;
        RegistrationEndpoint endpoint = seen.Endpoint with { Uri = "https://moved.example/elemental/v1/namespaces/lab/registrations/reg" };

        AssertReady(
            seen with { Registration = seen.Registration with { Spec = With(endpoint).Spec! with { PrivateKeyRef = seen.Registration.Spec!.PrivateKeyRef } } },
            "True",
            "");
    }

    [Fact]
    public void What_is_set_is_never_replaced()
    {
        var endpoint = new RegistrationEndpoint { Uri = "https://mine.example/r", CaCert = "MINE", Token = "disabled" };

        RegistrationEndpoint filled = Filled(Seen with { Registration = With(endpoint), Secret = Key }).Config!.Elemental!.Registration!;

        Assert.Equal(endpoint, filled);
    }

    [Theory]
    [InlineData(0L, null)]
    [InlineData(3_600_000_000_000L, 3600L)]
    [InlineData(-1_000_000_000L, -1L)]
    [InlineData(long.MaxValue, 9_223_372_036L)]
    [InlineData(long.MinValue, -1_772_366_400L)]
    public void The_life_of_a_token_follows_tokenDuration(long nanoseconds, long? secondsFromNow)
    {
        var endpoint = new RegistrationEndpoint { TokenDuration = JsonSerializer.SerializeToElement(nanoseconds) };

        string token = Filled(Seen with { Registration = With(endpoint), Secret = Key }).Config!.Elemental!.Registration!.Token!;

        var atBirth = new JwtExpectations { Audience = Uri, Subject = Uri, Clock = new ManualTimeProvider(Given.Now), Leeway = TimeSpan.FromDays(100_000) };
        JwtVerdict verdict = Jwt.Verify(token, PublicKey(), atBirth);
        Assert.Equal(secondsFromNow, verdict.Claims?.ExpiresAt is { } expiry ? (long)(expiry - Given.Now).TotalSeconds : null);
        Assert.True(verdict.IsValid);
    }

    [Theory]
    [InlineData("24h", 86400L)]
    [InlineData("1h30m", 5400L)]
    [InlineData("-1s", -1L)]
    [InlineData("0", null)]
    [InlineData("", null)]
    public void The_life_of_a_token_may_have_a_unit(string duration, long? secondsFromNow)
    {
        RegistrationSeen seen = Seen with { Registration = With(new RegistrationEndpoint { TokenDuration = JsonSerializer.SerializeToElement(duration) }), Secret = Key };

        string token = Filled(seen).Config!.Elemental!.Registration!.Token!;

        var atBirth = new JwtExpectations { Audience = Uri, Subject = Uri, Clock = new ManualTimeProvider(Given.Now), Leeway = TimeSpan.FromDays(100_000) };
        Assert.Equal(secondsFromNow, Jwt.Verify(token, PublicKey(), atBirth).Claims?.ExpiresAt is { } expiry ? (long)(expiry - Given.Now).TotalSeconds : null);
    }

    [Theory]
    [InlineData("", 1_000.0, true)]
    [InlineData("24h", 11.9, true)]
    [InlineData("24h", 12.1, false)]
    [InlineData("24h", 30.0, false)]
    public void A_file_that_empties_the_token_gets_the_same_one_while_it_is_good_for_long(string duration, double hoursLater, bool isSame)
    {
        var endpoint = new RegistrationEndpoint { TokenDuration = JsonSerializer.SerializeToElement(duration), Token = "" };
        var first = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = With(endpoint), Secret = Key });
        ElementalRegistration applied = With(endpoint) with { Metadata = first.Metadata };

        var again = (RegistrationStep.FillIn)RegistrationDecisions.Next(
            Seen with { Registration = applied, Secret = Key, Clock = new ManualTimeProvider(Given.Now.AddHours(hoursLater)) });

        Assert.Equal(isSame, TokenOf(first) == TokenOf(again));
        Assert.Equal(TokenOf(again), again.Metadata.Annotations![RegistrationAnnotations.IssuedToken]);
    }

    [Fact]
    public void A_token_of_another_key_or_another_life_is_not_brought_back()
    {
        var endpoint = new RegistrationEndpoint { Token = "" };
        var first = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = With(endpoint), Secret = Key });
        ElementalRegistration applied = With(endpoint) with { Metadata = first.Metadata };
        ElementalRegistration shorter = With(endpoint with { TokenDuration = JsonSerializer.SerializeToElement("1h") }) with { Metadata = first.Metadata };

        Assert.NotEqual(TokenOf(first), TokenOf((RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = applied, Secret = SigningKey.New(Empty) })));
        Assert.NotEqual(TokenOf(first), TokenOf((RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = shorter, Secret = Key })));
    }

    [Fact]
    public void A_token_that_a_person_has_set_is_not_kept_elsewhere()
    {
        var filled = (RegistrationStep.FillIn)RegistrationDecisions.Next(Seen with { Registration = With(new RegistrationEndpoint { Token = "mine" }), Secret = Key });

        Assert.Null(filled.Metadata.Annotations);
    }

    [Theory]
    [InlineData("disabled", "the token does not have the three parts of a signed JWT")]
    [InlineData("a.b.c", "the token is not a well-formed JWT")]
    public void A_token_of_no_use_stops_registration_and_the_condition_says_so(string token, string why)
    {
        RegistrationSeen seen = Complete;
        RegistrationEndpoint endpoint = seen.Endpoint with { Token = token };

        AssertReady(
            seen with { Registration = seen.Registration with { Spec = With(endpoint).Spec! with { PrivateKeyRef = seen.Registration.Spec!.PrivateKeyRef } } },
            "False",
            $"no machine can register: {why}; empty spec.config.elemental.registration.token to get a new one");
    }

    [Fact]
    public void A_token_is_looked_at_again_when_it_expires()
    {
        RegistrationSeen seen = Seen with { Registration = With(new RegistrationEndpoint { TokenDuration = JsonSerializer.SerializeToElement(60_000_000_000) }), Secret = Key };
        seen = seen with { Registration = Empty with { Spec = Filled(seen) } };

        var settle = (RegistrationStep.Settle)RegistrationDecisions.Next(seen);

        Assert.Equal(TimeSpan.FromSeconds(91), settle.RequeueAfter);
        AssertReady(
            seen with { Clock = new ManualTimeProvider(Given.Now + settle.RequeueAfter!.Value) },
            "False",
            "no machine can register: the token has expired (exp); empty spec.config.elemental.registration.token to get a new one");
    }

    [Fact]
    public void A_missing_key_that_is_referred_to_is_a_condition_not_a_new_key() =>
        AssertReady(
            Complete with { Secret = null }, "False",
            "the Secret reg does not exist; restore it, or empty spec.privateKeyRef to get a new key");

    [Fact]
    public void Without_Secret_and_reference_there_is_a_new_key()
    {
        RegistrationSeen seen = Complete;

        Assert.IsType<RegistrationStep.CreateKey>(RegistrationDecisions.Next(seen with
        {
            Registration = seen.Registration with { Spec = seen.Registration.Spec! with { PrivateKeyRef = null } }, Secret = null,
        }));
    }

    [Fact]
    public void A_key_of_no_use_is_named()
    {
        V1Secret broken = Key with { Data = new Dictionary<string, byte[]> { [SigningKey.DataKey] = [1, 2, 3] } };

        AssertReady(Complete with { Secret = broken }, "False", "the key privKey of the Secret reg is no P-256 private key in PEM");
        AssertReady(
            Seen with { Secret = broken }, "False",
            "the Secret reg is there, but its key privKey is no P-256 private key in PEM; delete it or name another one in spec.privateKeyRef");
    }

    [Theory]
    [InlineData("other", "reg", "spec.privateKeyRef.namespace: Invalid value: \"other\": must be the namespace of the registration")]
    [InlineData("lab", null, "spec.privateKeyRef.name: Required value: names the Secret with the signing key")]
    public void A_wrong_reference_is_refused_by_its_field(string namespaceName, string? name, string message)
    {
        var reference = new V1ObjectReference { NamespaceProperty = namespaceName, Name = name };

        AssertReady(
            Seen with { Registration = Empty with { Spec = new ElementalRegistrationSpec { PrivateKeyRef = reference } }, Secret = Key }, "False", message);
    }

    [Fact]
    public void Without_a_public_address_the_condition_says_what_is_missing() =>
        AssertReady(
            Seen with { Options = new ElementalControllersOptions() }, "False",
            "spec.config.elemental.registration.uri is empty, and the manager was not told at which address agents reach it");

    [Fact]
    public void A_manager_without_a_CA_does_not_fill_one_in_for_ever()
    {
        RegistrationSeen seen = Seen with { Options = new ElementalControllersOptions { AgentEndpoint = new Uri("https://x.example") }, Secret = Key };

        AssertReady(seen with { Registration = Empty with { Spec = Filled(seen) } }, "True", "");
    }

    public static TheoryData<string> Untouchable => [ClusterApiGroup.PausedAnnotation, ClusterApiGroup.DeleteForMoveAnnotation];

    [Theory]
    [MemberData(nameof(Untouchable))]
    public void O4_T14_Nothing_is_done_to_a_registration_that_is_to_be_left_alone(string how)
    {
        Assert.Null(Assert.IsType<RegistrationStep.Settle>(RegistrationDecisions.Next(Seen with { Registration = Empty.Annotated(how) })).Status);
    }

    [Fact]
    public void A_registration_is_held_from_the_first_time_it_is_in_order()
    {
        RegistrationSeen seen = Complete;
        seen = seen with { Registration = seen.Registration.WithoutFinalizers() };

        Assert.IsType<RegistrationStep.AddFinalizer>(RegistrationDecisions.Next(seen));
    }

    [Fact]
    public void A_deleted_registration_goes_once_it_has_no_hosts() =>
        Assert.IsType<RegistrationStep.RemoveFinalizer>(RegistrationDecisions.Next(Complete with { Registration = Complete.Registration.Deleting() }));

    [Fact]
    public void A_deleted_registration_stays_while_it_has_hosts_and_counts_them()
    {
        RegistrationSeen seen = Complete;
        seen = seen with { Registration = seen.Registration.Deleting(), Hosts = [Owned("h1"), Owned("h2") with { Spec = new ElementalHostSpec { OrphanOf = new HostOrphan() } }] };

        Assert.IsType<RegistrationStep.ConfirmKind>(RegistrationDecisions.Next(seen));
        var settle = (RegistrationStep.Settle)RegistrationDecisions.Next(seen with { IsKindDeleted = false });
        Condition ready = Conditions.Find(settle.Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.False, Reasons.Deleting), (ready.Status, ready.Reason));
        Assert.Contains("2 hosts are there, 1 serving machines", ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registration_whose_kind_is_done_away_with_lets_go_of_its_hosts_first()
    {
        RegistrationSeen seen = Complete;
        seen = seen with { Registration = seen.Registration.Deleting(), Hosts = [Owned("h1")], IsKindDeleted = true };

        ElementalHost host = Assert.IsType<RegistrationStep.ReleaseHost>(RegistrationDecisions.Next(seen)).Host;
        ElementalHost released = Ownership.Released(host, "reg");
        Assert.Empty(released.Metadata.OwnerReferences!);
        Assert.Equal(new ObjectKey("lab", "reg"), Ownership.RegistrationOf(released));
        Assert.IsType<RegistrationStep.RemoveFinalizer>(RegistrationDecisions.Next(seen with { Hosts = [released] }));
    }

    [Fact]
    public void T14_That_hosts_leave_for_another_management_cluster_is_written_down_and_closes_the_registration()
    {
        RegistrationSeen seen = Complete with { HasDeparted = true };
        Assert.IsType<RegistrationStep.NoteMoving>(RegistrationDecisions.Next(seen));

        RegistrationSeen noted = Complete with { Registration = seen.Registration.Annotated(RegistrationAnnotations.Moving, seen.Registration.Metadata.Uid!) };
        Condition ready = Conditions.Find(((RegistrationStep.Settle)RegistrationDecisions.Next(noted)).Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.False, Reasons.RegistrationBeingMoved), (ready.Status, ready.Reason));

        // The copy in the target is another object, and what was noted is not about it.
        AssertReady(Complete with { Registration = seen.Registration.Annotated(RegistrationAnnotations.Moving, "uid-in-the-source") }, "True", "");
    }

    private static ElementalHost Owned(string name)
    {
        ElementalHost host = Given.Host(name);
        return Ownership.Named(host, Empty);
    }

    [Fact]
    public void I2_Neither_key_nor_token_can_slip_into_a_log_through_the_step()
    {
        string text = new RegistrationStep.FillIn(Complete.Registration.Spec!, Empty.Metadata).ToString();

        Assert.Equal("FillIn", text);
    }

    private static string PublicKey()
    {
        Assert.True(SigningKey.TryRead(Key, out string? pem));
        Assert.True(Es256Key.TryGetPublicPem(pem, out string? publicKey));
        return publicKey;
    }

    private static ElementalRegistration With(RegistrationEndpoint endpoint) =>
        Empty with { Spec = new ElementalRegistrationSpec { Config = new RegistrationConfig { Elemental = new ElementalConfig { Registration = endpoint } } } };

    private static ElementalRegistrationSpec Filled(RegistrationSeen seen) =>
        Assert.IsType<RegistrationStep.FillIn>(RegistrationDecisions.Next(seen)).Spec;

    private static bool IsGood(string? token, DateTimeOffset at) =>
        RegistrationToken.Check(token, new ObjectKey("lab", "reg"), PublicKey(), new ManualTimeProvider(at)).IsValid;

    private static string? TokenOf(RegistrationStep.FillIn filled) => filled.Spec.Config!.Elemental!.Registration!.Token;

    private static void AssertReady(RegistrationSeen seen, string status, string message)
    {
        Condition ready = Assert.Single(Assert.IsType<RegistrationStep.Settle>(RegistrationDecisions.Next(seen)).Status!.Conditions!);
        Assert.Equal((ConditionTypes.Ready, status, message, 3L), (ready.Type, ready.Status, ready.Message, ready.ObservedGeneration));
    }
}
