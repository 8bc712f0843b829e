namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>Lets everything pass: for writes that were admitted in another form.</summary>
internal sealed class NoAdmission : IAdmission
{
    public static readonly NoAdmission Instance = new();

    public ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.FromResult(request);

    public ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
