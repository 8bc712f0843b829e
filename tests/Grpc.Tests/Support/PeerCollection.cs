namespace ElementalProvider.GrpcTests.Support;

/// <summary>The tests that share one installation of grpc-js.</summary>
[CollectionDefinition(Name)]
public sealed class PeerCollection : ICollectionFixture<PeerFixture>
{
    public const string Name = "grpc-js";
}
