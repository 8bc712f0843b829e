using System.Security.Cryptography;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Tests.Hosts;

/// <summary>Whose word counts where a cache holds an object of a name and the API holds another of the same name.</summary>
public class SameMachineTests
{
    private static readonly string Key = NewKey();

    [Fact]
    public void I5_A_machine_that_came_back_under_its_key_is_the_same_in_its_new_object() =>
        Assert.True(ResetDecisions.AreSameMachine(Host("uid-1", Key), Host("uid-2", Key)));

    [Fact]
    public void A_key_is_the_same_however_it_is_spelled() =>
        Assert.True(ResetDecisions.AreSameMachine(Host("uid-1", Key), Host("uid-2", Key.ReplaceLineEndings("\r\n"))));

    [Fact]
    public void I4_A_machine_of_the_same_name_with_another_key_is_another_one() =>
        Assert.False(ResetDecisions.AreSameMachine(Host("uid-1", Key), Host("uid-2", NewKey())));

    [Fact]
    public void One_object_is_one_machine_even_if_its_key_cannot_be_read() =>
        Assert.True(ResetDecisions.AreSameMachine(Host("uid-1", "no key"), Host("uid-1", "no key")));

    private static ElementalHost Host(string uid, string key) => new()
    {
        Metadata = new V1ObjectMeta { Name = "m-1", NamespaceProperty = "default", Uid = uid },
        Spec = new ElementalHostSpec { PubKey = key },
    };

    private static string NewKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
