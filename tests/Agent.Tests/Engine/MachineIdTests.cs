using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Tests.Engine;

public sealed class MachineIdTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("elemental-machine-").FullName;

    [Fact]
    public void A_machine_with_nothing_to_be_known_by_has_no_identity() => Assert.Equal("", Read());

    [Fact]
    public void Another_firmware_or_another_system_is_another_machine_and_neither_is_shown()
    {
        Write("etc/machine-id", "3f1c6f0e8d5b4d0c9a7e6b5a4c3d2e1f\n");
        string system = Read();
        Write("sys/class/dmi/id/product_uuid", "4C4C4544-0042-4D10-8054-B7C04F4E3432\n");
        string first = Read();
        Write("sys/class/dmi/id/product_uuid", "4C4C4544-0042-4D10-8054-B7C04F4E3433\n");
        string copied = Read();

        Assert.Equal(3, new[] { system, first, copied }.Distinct().Count());
        Assert.All([system, first, copied], id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.DoesNotContain("3f1c6f0e", first, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Read() => MachineId.Read(new HostRoot(_root));

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
