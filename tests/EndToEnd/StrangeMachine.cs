using ElementalProvider.Api.Elemental;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>A machine that is none of the cluster's own: a folder with an agent's configuration that can be wrong.</summary>
internal sealed class StrangeMachine : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public StrangeMachine(string name, RegistrationEndpoint registration)
    {
        _root.Write("etc/hostname", name + "\n");
        _root.Write("proc/sys/kernel/random/boot_id", Guid.NewGuid() + "\n");
        _root.Write("etc/elemental/agent/config.yaml", $$"""
            registration:
              uri: {{registration.Uri}}
              token: {{registration.Token}}
              caCert: |
                {{registration.CaCert!.TrimEnd().ReplaceLineEndings("\n    ")}}
            agent:
              hostname: {useExisting: true}
            """);
    }

    public RunningProgram Agent(params string[] command) => new Command(Executables.Agent, [.. command, "--root", _root.Path]).Start();

    public void Dispose() => _root.Dispose();
}
