using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Contract;

/// <summary>
/// Whether a kind is being done away with. The API server then deletes every object of it, which says nothing about the machines behind them;
/// nothing on an object tells such a deletion from one that somebody meant. The server is asked each time, because what follows cannot be undone.
/// </summary>
internal sealed class Definitions(IKubernetesClient client)
{
    private readonly IResourceClient<V1CustomResourceDefinition> _definitions = client.Resource<V1CustomResourceDefinition>();

    /// <summary>Asks the server.</summary>
    /// <param name="plural">The kind, such as <c>elementalhosts</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsBeingDeletedAsync(string plural, CancellationToken cancellationToken) =>
        await _definitions.FindAsync(null, $"{plural}.{ElementalGroup.Name}", cancellationToken) is not { Metadata.DeletionTimestamp: null };
}
