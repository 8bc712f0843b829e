namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>Lets everything pass: for writes that were admitted in another form.</summary>
internal sealed class NoAdmission : IAdmission
{
    public static readonly NoAdmission Instance = new();

    public ValueTask<AdmissionRequest> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(request);

    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
