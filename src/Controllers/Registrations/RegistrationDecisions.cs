using System.Security.Cryptography;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>
/// What a registration needs before machines can register: a URI, a signing key and a token. Only what is empty is filled in; whatever a
/// person has set stays, even if it is of no use.
/// </summary>
internal static class RegistrationDecisions
{
    /// <summary>How soon to look again for a Secret; Secrets are not watched, as that would show the manager every Secret there is.</summary>
    public static readonly TimeSpan SecretRetry = TimeSpan.FromMinutes(1);

    /// <summary>How soon to see whether a Secret that was there is gone.</summary>
    public static readonly TimeSpan SecretCheck = TimeSpan.FromMinutes(2);

    /// <summary>How soon to look again whether its kind is being done away with.</summary>
    public static readonly TimeSpan KindRetry = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait that timers take; a token that expires later is looked at again in between.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Life of the tokens of a registration that asks for none: a season, of which half is always left.</summary>
    public const string DefaultTokenLife = "2160h";

    private const string Field = "spec.config.elemental.registration";

    /// <summary>What to do next.</summary>
    public static RegistrationStep Next(RegistrationSeen seen)
    {
        ElementalRegistration registration = seen.Registration;
        if (Hold.IsMovedAway(registration))
            return registration.IsDeleting() && HasFinalizer(seen) ? new RegistrationStep.RemoveFinalizer() : new RegistrationStep.Settle(registration.Status);
        if (seen.HasDeparted && !Hold.IsMoving(registration))
            return new RegistrationStep.NoteMoving();
        if (registration.IsDeleting())
            return Delete(seen);
        if (Hold.IsPaused(registration, cluster: null))
            return new RegistrationStep.Settle(registration.Status);

        RegistrationStep step = Maintain(seen);
        return step is RegistrationStep.Settle && !HasFinalizer(seen) ? new RegistrationStep.AddFinalizer() : step;
    }

    /// <summary>It goes after its hosts: what it owns would otherwise be deleted after it, by nobody who means the machines.</summary>
    private static RegistrationStep Delete(RegistrationSeen seen) => seen switch
    {
        _ when !HasFinalizer(seen) => new RegistrationStep.Settle(seen.Registration.Status),
        { Hosts.Count: 0 } => new RegistrationStep.RemoveFinalizer(),
        { IsKindDeleted: null } => new RegistrationStep.ConfirmKind(),
        { IsKindDeleted: true } => seen.Hosts.FirstOrDefault(host => IsOwnedBy(host, seen.Registration)) is { } owned
            ? new RegistrationStep.ReleaseHost(owned)
            : new RegistrationStep.RemoveFinalizer(),
        _ => Settle(seen, ConditionStatus.False, Reasons.Deleting, Staying(seen.Hosts), KindRetry),
    };

    private static string Staying(IReadOnlyCollection<ElementalHost> hosts)
    {
        int serving = hosts.Count(host => host.IsClaimed() || host.IsOrphan());
        string count = hosts.Count == 1 ? "1 host is" : $"{hosts.Count} hosts are";
        return $"it is being deleted, takes no new hosts, and stays until its hosts are gone, detached or moved: {count} there, {serving} serving machines; "
            + $"label a host {HostLabels.NeedsReset}=true to have it reset";
    }

    /// <summary>Whether garbage collection deletes a host when the registration is gone.</summary>
    public static bool IsOwnedBy(ElementalHost host, ElementalRegistration registration) =>
        host.Metadata.OwnerReferences?.Any(owner => owner.Uid == registration.Metadata.Uid) == true;

    private static bool HasFinalizer(RegistrationSeen seen) => seen.Registration.Metadata.HasFinalizer(Finalizers.Registration);

    private static RegistrationStep Maintain(RegistrationSeen seen)
    {
        ElementalRegistration registration = seen.Registration;
        if (Hold.IsMoving(registration))
        {
            return Settle(
                seen,
                ConditionStatus.False,
                Reasons.RegistrationBeingMoved,
                "its hosts are leaving for another management cluster, and no machine registers here meanwhile; "
                + $"if that was given up, type: kubectl annotate elementalregistration {registration.Metadata.Name} {RegistrationAnnotations.Moving}-",
                requeueAfter: null);
        }

        if (string.IsNullOrEmpty(seen.Endpoint.Uri) && seen.Options.AgentEndpoint is null)
            return NotReady(seen, $"{Field}.uri is empty, and the manager was not told at which address agents reach it");

        return registration.Spec?.PrivateKeyRef is { } reference ? WithKeyReference(seen, reference) : WithoutKeyReference(seen);
    }

    private static RegistrationStep WithoutKeyReference(RegistrationSeen seen) => seen.Secret switch
    {
        null => new RegistrationStep.CreateKey(),
        var secret when SigningKey.TryRead(secret, out string? pem) => Fill(seen, pem),
        var secret => NotReady(
            seen,
            $"the Secret {secret.Metadata.Name} is there, but its key {SigningKey.DataKey} is no P-256 private key in PEM; delete it or name another one in spec.privateKeyRef",
            SecretRetry),
    };

    private static RegistrationStep WithKeyReference(RegistrationSeen seen, V1ObjectReference reference)
    {
        if (RegistrationRules.RefuseKeyReference(seen.Registration) is { } refusal)
            return NotReady(seen, refusal);
        if (seen.Secret is null)
            return NotReady(seen, $"the Secret {reference.Name} does not exist; restore it, or empty spec.privateKeyRef to get a new key", SecretRetry);
        if (!SigningKey.TryRead(seen.Secret, out string? pem))
            return NotReady(seen, $"the key {SigningKey.DataKey} of the Secret {reference.Name} is no P-256 private key in PEM", SecretRetry);

        RegistrationEndpoint endpoint = seen.Endpoint;
        bool isFilledIn = endpoint is { Uri: not (null or ""), Token: not (null or "") }
            && (seen.Options.AgentCaCertificate is null || !string.IsNullOrEmpty(endpoint.CaCert));
        return isFilledIn ? Judge(seen, pem) : Fill(seen, pem);
    }

    private static RegistrationStep Judge(RegistrationSeen seen, string privateKeyPem)
    {
        if (!Es256Key.TryGetPublicPem(privateKeyPem, out string? publicKeyPem))
            throw new ArgumentException("no P-256 private key in PEM", nameof(privateKeyPem));

        if (DetachedHosts.Of(seen.Registration.Metadata) is null)
            return NotReady(seen, $"no machine can register: {DetachedHosts.Unreadable(seen.Registration.Metadata.Name)}");

        JwtVerdict verdict = RegistrationToken.Check(seen.Endpoint.Token, ObjectKey.Of(seen.Registration), publicKeyPem, seen.Clock);
        if (HasOwnToken(seen) && RegistrationToken.IsToBeReplaced(seen.Endpoint.Token, verdict, seen.Clock.GetUtcNow()))
            return Replace(seen, privateKeyPem);

        if (!verdict.IsValid)
            return NotReady(seen, $"no machine can register: {verdict.Reason}; empty {Field}.token to get a new one");

        // The Secret is looked at again before long: nothing else would tell that it is gone until the next start.
        TimeSpan again = verdict.Claims.ExpiresAt is { } expiry && Until(expiry, seen.Clock.GetUtcNow()) is var left && left < SecretCheck ? left : SecretCheck;
        return Settle(seen, ConditionStatus.True, Reasons.Ready, "", again);
    }

    // Whose life the spec names ends when it says, and one that a person has set is theirs.
    private static bool HasOwnToken(RegistrationSeen seen) =>
        seen.Endpoint.TokenDuration is null
        && seen.Registration.Metadata.Annotation(RegistrationAnnotations.TokenLife) is not null
        && seen.Registration.Metadata.Annotation(RegistrationAnnotations.IssuedToken) == seen.Endpoint.Token;

    // The one of before stays good for the rest of its life: for images, and for hosts that are not connected now.
    private static RegistrationStep.FillIn Replace(RegistrationSeen seen, string privateKeyPem)
    {
        ElementalRegistration registration = seen.Registration;
        ElementalConfig elemental = registration.Spec!.Config!.Elemental!;
        return Fill(
            seen with
            {
                Registration = registration with
                {
                    Metadata = registration.Metadata.WithAnnotation(RegistrationAnnotations.IssuedToken, null),
                    Spec = registration.Spec with
                    {
                        Config = registration.Spec.Config with { Elemental = elemental with { Registration = seen.Endpoint with { Token = null } } },
                    },
                },
            },
            privateKeyPem);
    }

    // Never filled in before, by whichever version: the first time leaves the reference to the key behind.
    private static bool IsNew(RegistrationSeen seen) =>
        seen.Registration.Spec?.PrivateKeyRef is null
        && seen.Endpoint is { TokenDuration: null, Token: null or "" }
        && seen.Registration.Metadata.Annotation(RegistrationAnnotations.IssuedToken) is null;

    private static long TokenLife(RegistrationSeen seen) =>
        seen.Endpoint.TokenDuration is null && seen.Registration.Metadata.Annotation(RegistrationAnnotations.TokenLife) is { } life
            ? GoDuration.Nanoseconds(life)
            : GoDuration.Nanoseconds(seen.Endpoint.TokenDuration);

    private static RegistrationStep.FillIn Fill(RegistrationSeen seen, string privateKeyPem)
    {
        if (IsNew(seen) && seen.Registration.Metadata.Annotation(RegistrationAnnotations.TokenLife) is null)
        {
            V1ObjectMeta marked = seen.Registration.Metadata.WithAnnotation(RegistrationAnnotations.TokenLife, DefaultTokenLife);
            seen = seen with { Registration = seen.Registration with { Metadata = marked } };
        }

        ElementalRegistrationSpec spec = Filled(seen, privateKeyPem);
        V1ObjectMeta metadata = seen.Registration.Metadata;
        string? token = spec.Config?.Elemental?.Registration?.Token;

        // What a person has set stays theirs: it is not brought back when they empty it.
        return string.IsNullOrEmpty(seen.Endpoint.Token) && token is not null && metadata.Annotation(RegistrationAnnotations.IssuedToken) != token
            ? new RegistrationStep.FillIn(spec, metadata.WithAnnotation(RegistrationAnnotations.IssuedToken, token))
            : new RegistrationStep.FillIn(spec, metadata);
    }

    private static string Token(RegistrationSeen seen, ECDsa key, string uri)
    {
        ObjectKey registration = ObjectKey.Of(seen.Registration);
        long lifetime = TokenLife(seen);
        return seen.Registration.Metadata.Annotation(RegistrationAnnotations.IssuedToken) is { } issued
            && RegistrationToken.StillDoes(issued, registration, key.ExportSubjectPublicKeyInfoPem(), lifetime, seen.Clock)
                ? issued
                : RegistrationToken.Issue(key, registration, uri, lifetime, seen.Clock.GetUtcNow());
    }

    private static ElementalRegistrationSpec Filled(RegistrationSeen seen, string privateKeyPem)
    {
        if (!Es256Key.TryImportPrivate(privateKeyPem, out ECDsa? key))
            throw new ArgumentException("no P-256 private key in PEM", nameof(privateKeyPem));

        using (key)
        {
            ElementalRegistrationSpec spec = seen.Registration.Spec ?? new ElementalRegistrationSpec();
            RegistrationEndpoint endpoint = seen.Endpoint;
            string uri = OrElse(endpoint.Uri, () => UriOf(seen.Registration, seen.Options.AgentEndpoint!));
            RegistrationEndpoint filled = endpoint with
            {
                Uri = uri,
                CaCert = string.IsNullOrEmpty(endpoint.CaCert) ? seen.Options.AgentCaCertificate : endpoint.CaCert,
                Token = OrElse(endpoint.Token, () => Token(seen, key, uri)),
            };
            RegistrationConfig config = spec.Config ?? new RegistrationConfig();
            return spec with
            {
                PrivateKeyRef = spec.PrivateKeyRef ?? ReferenceTo(seen.Secret!),
                Config = config with { Elemental = (config.Elemental ?? new ElementalConfig()) with { Registration = filled } },
            };
        }
    }

    private static string UriOf(ElementalRegistration registration, Uri endpoint) =>
        endpoint.AbsoluteUri.TrimEnd('/') + RegistrationAudience.Of(registration.Metadata.NamespaceProperty, registration.Metadata.Name);

    private static V1ObjectReference ReferenceTo(V1Secret secret) => new()
    {
        ApiVersion = "v1", Kind = "Secret", NamespaceProperty = secret.Metadata.NamespaceProperty, Name = secret.Metadata.Name,
    };

    private static string OrElse(string? value, Func<string> make) => string.IsNullOrEmpty(value) ? make() : value;

    /// <summary>A little after the expiry, so that the verdict has changed by then, leeway included.</summary>
    private static TimeSpan Until(DateTimeOffset expiry, DateTimeOffset now)
    {
        TimeSpan wait = expiry - now + TimeSpan.FromSeconds(31);
        return wait < LongestWait ? wait : LongestWait;
    }

    private static RegistrationStep.Settle NotReady(RegistrationSeen seen, string message, TimeSpan? requeueAfter = null) =>
        Settle(seen, ConditionStatus.False, Reasons.RegistrationNotReady, message, requeueAfter);

    private static RegistrationStep.Settle Settle(
        RegistrationSeen seen, string status, string reason, string message, TimeSpan? requeueAfter)
    {
        var ready = new Condition
        {
            Type = ConditionTypes.Ready,
            Status = status,
            Reason = reason,
            Message = message,
            ObservedGeneration = seen.Registration.Metadata.Generation,
        };
        ElementalRegistrationStatus before = seen.Registration.Status ?? new ElementalRegistrationStatus();
        ElementalRegistrationStatus after = before with { Conditions = Conditions.Set(before.Conditions, ready, seen.Clock.GetUtcNow()) };
        return new(after) { RequeueAfter = requeueAfter };
    }
}

/// <summary>Everything that the next step for one ElementalRegistration depends on, at one moment.</summary>
internal sealed record RegistrationSeen
{
    /// <summary>The registration.</summary>
    public required ElementalRegistration Registration { get; init; }

    /// <summary>
    /// The Secret that spec.privateKeyRef names, or, where it names none, the one that bears the name of the registration; null where there is
    /// none.
    /// </summary>
    public V1Secret? Secret { get; init; }

    /// <summary>Its hosts.</summary>
    public IReadOnlyCollection<ElementalHost> Hosts { get; init; } = [];

    /// <summary>Whether one of its hosts was seen leaving for another management cluster.</summary>
    public bool HasDeparted { get; init; }

    /// <summary>Whether the kind is being done away with, so that everything of it is deleted; null where nobody asked.</summary>
    public bool? IsKindDeleted { get; init; }

    /// <summary>What the controllers were told.</summary>
    public required ElementalControllersOptions Options { get; init; }

    /// <summary>The clock; signing and checking a token both need the time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where and with what machines register, as it stands in the spec.</summary>
    public RegistrationEndpoint Endpoint => Registration.Spec?.Config?.Elemental?.Registration ?? new RegistrationEndpoint();
}

/// <summary>What to do next for one ElementalRegistration. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record RegistrationStep
{
    private RegistrationStep()
    {
    }

    /// <summary>Put the finalizer on that holds it while it has hosts.</summary>
    public sealed record AddFinalizer : RegistrationStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : RegistrationStep;

    /// <summary>Remember that its hosts leave for another management cluster.</summary>
    public sealed record NoteMoving : RegistrationStep;

    /// <summary>Ask the server whether it is deleted because everything of its kind is.</summary>
    public sealed record ConfirmKind : RegistrationStep;

    /// <summary>Take it off its hosts as their owner, before it goes with its kind: they are nobody's to delete.</summary>
    public sealed record ReleaseHost(ElementalHost Host) : RegistrationStep;

    /// <summary>Make a Secret with a new signing key.</summary>
    public sealed record CreateKey : RegistrationStep;

    /// <summary>Fill in what the spec leaves empty.</summary>
    /// <param name="Spec">The spec with everything that is needed.</param>
    /// <param name="Metadata">The metadata, with a note of the token that was filled in.</param>
    public sealed record FillIn(ElementalRegistrationSpec Spec, V1ObjectMeta Metadata) : RegistrationStep
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(FillIn);
    }

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalRegistrationStatus? Status) : RegistrationStep
    {
        /// <summary>When to look again without an event; null for not at all.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
