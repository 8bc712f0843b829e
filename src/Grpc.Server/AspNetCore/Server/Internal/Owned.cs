namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Something that takes part in a call, disposed with the call if it was made for it.</summary>
internal readonly record struct Owned<T>(T Value, bool IsOwned) : IAsyncDisposable
    where T : class
{
    public async ValueTask DisposeAsync()
    {
        switch (Value)
        {
            case IAsyncDisposable disposable when IsOwned:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable when IsOwned:
                disposable.Dispose();
                break;
        }
    }
}
