namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>Asks one after the other; the first refusal counts.</summary>
internal sealed class AdmissionChain(params IReadOnlyList<IAdmission> members) : IAdmission
{
    public async ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        foreach (IAdmission member in members)
            request = await member.MutateAsync(request, cancellationToken);
        return request;
    }

    public async ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        foreach (IAdmission member in members)
            await member.ValidateAsync(request, cancellationToken);
    }
}
