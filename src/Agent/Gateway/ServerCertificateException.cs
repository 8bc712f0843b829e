using System.Security.Authentication;

namespace ElementalProvider.Agent.Gateway;

/// <summary>The certificate of the server is not accepted. The message is the sentence for the console.</summary>
/// <param name="message">Whose certificate, what is wrong, and what to do.</param>
internal sealed class ServerCertificateException(string message) : AuthenticationException(message);
