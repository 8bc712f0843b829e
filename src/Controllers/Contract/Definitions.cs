using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Contract;

/// <summary>
/// Whether a kind is being done away with. The API server then deletes every object of it, which says nothing about the machines behind them;
/// nothing on an object tells such a deletion from one that somebody meant. The server is asked each time, because what follows cannot be undone; those who
/// ask at once share an answer that is younger than their question.
/// </summary>
internal sealed class Definitions(IKubernetesClient client)
{
    private readonly FreshReader<V1CustomResourceDefinition> _definitions = new(client.Resource<V1CustomResourceDefinition>());

    /// <summary>Asks the server.</summary>
    /// <param name="plural">The kind, such as <c>elementalhosts</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsBeingDeletedAsync(string plural, CancellationToken cancellationToken) =>
        await _definitions.FindAsync(new ObjectKey("", $"{plural}.{ElementalGroup.Name}"), cancellationToken) is not { Metadata.DeletionTimestamp: null };
}
