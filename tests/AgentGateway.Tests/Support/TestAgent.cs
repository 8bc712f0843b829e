using System.Security.Cryptography;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>A machine: its key, its name, and the calls that the real agent makes.</summary>
internal sealed class TestAgent(TestGateway gateway, TestRegistration registration, string name, string? keyPem = null)
{
    private readonly string _keyPem = keyPem ?? Es256Key.GeneratePrivatePem();

    public string Name => name;

    public string PublicKey => Es256Key.TryGetPublicPem(_keyPem, out string? pem) ? pem : throw new InvalidOperationException("no key");

    /// <summary>The registration token that is sent; another one for tests of wrong tokens.</summary>
    public string? RegistrationToken { get; init; } = registration.Token;

    /// <summary>The registration that is named; another one for tests of wrong names.</summary>
    public string RegistrationName { get; init; } = registration.Key.ToString();

    public TestAgent On(TestGateway other) => new(other, registration, name, _keyPem);

    public Task<GetRegistrationResponse> GetRegistrationAsync() =>
        gateway.Agents.GetRegistrationAsync(new GetRegistrationRequest(), Headers(withHostToken: false)).ResponseAsync.InTime();

    public Task<RegisterHostResponse> RegisterAsync(Action<RegisterHostRequest>? change = null)
    {
        RegisterHostRequest request = new() { Name = name, PublicKey = PublicKey };
        change?.Invoke(request);
        return gateway.Agents.RegisterHostAsync(request, Headers()).ResponseAsync.InTime();
    }

    public AsyncDuplexStreamingCall<HostReport, HostDirective> Connect() => gateway.Agents.Connect(Headers());

    public Task<GetBootstrapResponse> GetBootstrapAsync() =>
        gateway.Agents.GetBootstrapAsync(new GetBootstrapRequest(), Headers()).ResponseAsync.InTime();

    public Task DeleteAsync(ResetEvidence? evidence = null, string bootId = "") =>
        gateway.Agents.DeleteHostAsync(new DeleteHostRequest { Evidence = evidence, BootId = bootId }, Headers()).ResponseAsync.InTime();

    /// <summary>The metadata of a call.</summary>
    public Metadata Headers(bool withHostToken = true)
    {
        Metadata headers = new() { { "elemental-registration", RegistrationName } };
        if (RegistrationToken is not null)
            headers.Add("registration-authorization", $"Bearer {RegistrationToken}");
        if (withHostToken)
            headers.Add("authorization", $"Bearer {HostToken()}");
        return headers;
    }

    private string HostToken()
    {
        Assert.True(Es256Key.TryImportPrivate(_keyPem, out ECDsa? key));
        using (key)
        {
            DateTimeOffset now = gateway.Clock.GetUtcNow();
            return Jwt.Sign(key, new JwtClaims { Subject = name, Audience = [registration.Uri], NotBefore = now, ExpiresAt = now.AddMinutes(5) });
        }
    }
}
