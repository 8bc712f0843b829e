using System.Net;
using System.Net.Sockets;
using ElementalProvider.Manager.Options;

namespace ElementalProvider.Manager.Startup;

/// <summary>
/// Makes sure that the addresses are to be had before anything starts. What the frameworks say of a port that is taken is a page of stacks, of which
/// most are about what they stop in the middle of its start.
/// </summary>
internal static class AddressCheck
{
    /// <summary>Returns when each address could be listened on a moment ago.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="StartupException">One of them could not; the message names it, its option and the cause.</exception>
    public static void Run(ManagerOptions options)
    {
        Require(ManagerSettings.AgentBindAddress, options.AgentBindAddress);
        if (options.WebhookCertDir is not null)
            Require(ManagerSettings.WebhookBindAddress, options.WebhookBindAddress);
        Require(ManagerSettings.HealthBindAddress, options.HealthBindAddress);
        Require(ManagerSettings.MetricsBindAddress, options.MetricsBindAddress);
    }

    private static void Require(Setting setting, IPEndPoint? address)
    {
        if (address is null)
            return;

        try
        {
            using TcpListener listener = new(address);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"The address {address} is in use already; end what listens there, or choose another one with {setting}."
                    : $"The address {address} cannot be listened on: {exception.Message}; choose another one with {setting}.",
                exception);
        }
    }
}
