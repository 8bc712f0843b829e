namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>Asks one after the other; the first refusal counts.</summary>
internal sealed class AdmissionChain(params IReadOnlyList<IAdmission> members) : IAdmission
{
    public async ValueTask<AdmissionRequest> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (IAdmission member in members)
            request = await member.MutateAsync(request, cancellationToken);
        return request;
    }

    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (IAdmission member in members)
            await member.ValidateAsync(request, cancellationToken);
    }
}
