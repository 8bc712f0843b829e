namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>A patch cannot be applied.</summary>
/// <param name="message">Why not.</param>
/// <param name="code">HTTP status that the reference server answers: 422 where it does not fit the object, 400 where it is no patch, 500 for a directive it does not know.</param>
internal sealed class PatchException(string message, int code = 422) : Exception(message)
{
    public int Code { get; } = code;
}
