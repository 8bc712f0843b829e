namespace ElementalProvider.DevCluster.ApiServer.Errors;

/// <summary>Ends a request with a <see cref="ApiStatus"/>.</summary>
internal sealed class ApiStatusException(ApiStatus status) : Exception(status.Message)
{
    public ApiStatus Status { get; } = status;
}
