using System.Threading.Channels;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Every state that an object goes through, so that what must never be can be shown never to have been.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class StatesSeen<T> : IAsyncDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<T> _states = Channel.CreateUnbounded<T>();
    private readonly Task _following;

    private StatesSeen(World world, string name, string? resourceVersion) => _following = FollowAsync(world, name, resourceVersion);

    public static async Task<StatesSeen<T>> FollowAsync(World world, string name)
    {
        T now = await world.Client.Resource<T>().GetAsync(world.Namespace, name);
        return new StatesSeen<T>(world, name, now.Metadata.ResourceVersion);
    }

    /// <summary>All states up to the first that is as expected, that one included.</summary>
    public async Task<IReadOnlyList<T>> UntilAsync(Predicate<T> expected)
    {
        List<T> states = [];
        using Patience patience = new();
        await foreach (T state in _states.Reader.ReadAllAsync(patience.Over))
        {
            states.Add(state);
            patience.See(state.Metadata.ResourceVersion);
            if (expected(state))
                break;
        }

        return states;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private async Task FollowAsync(World world, string name, string? resourceVersion)
    {
        var options = new WatchOptions { FieldSelector = $"metadata.name={name}", ResourceVersion = resourceVersion, AllowBookmarks = false };
        try
        {
            await foreach (WatchEvent<T> change in world.Client.Resource<T>().WatchAsync(world.Namespace, options, _stop.Token))
                await _states.Writer.WriteAsync(change.Object, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }
}
