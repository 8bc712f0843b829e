using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>
/// Decides about writes between decoding and storage. Both steps may be repeated for one request, when another writer was first.
/// </summary>
internal interface IAdmission
{
    /// <summary>Changes what is about to be written; called before the rules of the kind are applied.</summary>
    /// <returns>The request, with another object where it was changed.</returns>
    /// <exception cref="ApiStatusException">The write is refused.</exception>
    ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken);

    /// <summary>Looks at what is about to be stored; called after the rules of the kind.</summary>
    /// <exception cref="ApiStatusException">The write is refused.</exception>
    ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken);
}

/// <summary>Lets everything pass: for writes that were admitted in another form.</summary>
internal sealed class NoAdmission : IAdmission
{
    public static readonly NoAdmission Instance = new();

    public ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.FromResult(request);

    public ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
