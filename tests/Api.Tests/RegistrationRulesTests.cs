using ElementalProvider.Api.Elemental;

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
        Assert.Equal(sentence, RegistrationRules.RefuseKeyReference(With(new V1ObjectReference { Name = name, NamespaceProperty = namespaceName })));

    [Fact]
    public void No_reference_is_no_mistake() => Assert.Null(RegistrationRules.RefuseKeyReference(With(null)));

    private static ElementalRegistration With(V1ObjectReference? reference) => new()
    {
        Metadata = new V1ObjectMeta { Name = "machines", NamespaceProperty = "own" },
        Spec = new ElementalRegistrationSpec { PrivateKeyRef = reference },
    };
}
