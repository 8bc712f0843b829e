using System.Security.Authentication;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Says in one sentence why an API server of a workload cluster cannot be talked to.</summary>
internal static class Connections
{
    /// <summary>Why a request failed.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="problem">An <see cref="HttpRequestException"/>, or an <see cref="ApiException"/>.</param>
    public static string Explain(string server, Exception problem) => problem switch
    {
        ApiException { IsUnauthorized: true } => $"{server} does not accept the credentials: they are of another cluster, or not good any more",
        ApiException => $"{server} refuses: {problem.Message}",
        _ when Certificate(problem) is { } certificate =>
            $"{server} is not trusted: {certificate.Message.TrimEnd('.')}; the authority in the kubeconfig is not, or not any more, the one of that server",
        _ => $"{server} cannot be reached: {problem.GetBaseException().Message}",
    };

    private static AuthenticationException? Certificate(Exception? problem)
    {
        while (problem is not (null or AuthenticationException))
            problem = problem.InnerException;
        return problem as AuthenticationException;
    }
}
