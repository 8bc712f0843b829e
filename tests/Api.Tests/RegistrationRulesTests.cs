using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class RegistrationRulesTests
{
    [Theory]
    [InlineData("key", null, null)]
    [InlineData("key", "", null)]
    [InlineData("key", "own", null)]
    [InlineData(null, null, "spec.privateKeyRef.name: Required value: names the Secret with the signing key")]
    [InlineData("", "own", "spec.privateKeyRef.name: Required value: names the Secret with the signing key")]
    [InlineData("key", "other", "spec.privateKeyRef.namespace: Invalid value: \"other\": must be the namespace of the registration")]
    public void The_signing_key_is_a_named_Secret_of_the_same_namespace(string? name, string? namespaceName, string? sentence) =>
        Assert.Equal(sentence, RegistrationRules.RefuseKeyReference(With(new ObjectReference { Name = name, Namespace = namespaceName })));

    [Fact]
    public void No_reference_is_no_mistake() => Assert.Null(RegistrationRules.RefuseKeyReference(With(null)));

    private static ElementalRegistration With(ObjectReference? reference) => new()
    {
        Metadata = new ObjectMeta { Name = "machines", Namespace = "own" },
        Spec = new ElementalRegistrationSpec { PrivateKeyRef = reference },
    };
}
