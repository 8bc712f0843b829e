using System.Reflection;
using ElementalProvider.GrpcTests.Support;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace ElementalProvider.GrpcTests;

/// <summary>
/// The public surface is a promise: it is a part of that of the official packages. A change shows here, and must be checked against
/// them before it is written to the file.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_agreed_on()
    {
        string actual = PublicApi.Describe(typeof(CallInvoker).Assembly, typeof(GrpcServiceOptions).Assembly);
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt"));

        Assert.True(
            expected == actual,
            $"The public API differs from tests/Grpc.Tests/PublicApi.txt. If the change agrees with the official packages, write:\n{actual}");
    }

    [Fact]
    public void The_client_needs_nothing_of_asp_net_core() => Assert.DoesNotContain(
        typeof(CallInvoker).Assembly.GetReferencedAssemblies(),
        (AssemblyName reference) => reference.Name!.StartsWith("Microsoft.", StringComparison.Ordinal));
}
