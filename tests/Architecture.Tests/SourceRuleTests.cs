using System.Text.RegularExpressions;

namespace ElementalProvider.Architecture.Tests;

/// <summary>Rules of the house that no analyzer checks.</summary>
public partial class SourceRuleTests
{
    [Fact]
    public void Product_code_takes_time_from_a_TimeProvider() =>
        Assert.Empty(Lines("src", WallClock()));

    [Fact]
    public void Nothing_sleeps() =>
        Assert.Empty(Lines("src", ThreadSleep()).Concat(Lines("tests", ThreadSleep())));

    /// <summary>Kubernetes' own models have setters, and caches share their objects: metadata is copied, not changed.</summary>
    [Fact]
    public void Metadata_is_changed_by_copies_alone() => Assert.All(Lines("src", ChangedInPlace()), line => Assert.StartsWith("src/Agent", line));

    /// <summary>Calls are plain records inside, so that another protocol is another adapter: no package of gRPC, no message of the protocol.</summary>
    [Fact]
    public void Only_the_adapter_of_the_gateway_speaks_gRPC() =>
        Assert.All(Lines("src/AgentGateway", GrpcWords()), line => Assert.StartsWith("src/AgentGateway/Grpc/", line, StringComparison.Ordinal));

    [Theory]
    [InlineData("using Grpc.Core;")]
    [InlineData("using Google.Protobuf.WellKnownTypes;")]
    [InlineData("global::Grpc.Core.Status status;")]
    [InlineData("using ElementalProvider.Api.AgentProtocol;")]
    [InlineData("Api.AgentProtocol.HostReport report")]
    public void What_speaks_gRPC_is_noticed(string line) => Assert.Matches(GrpcWords(), line);

    [Fact]
    public void Files_stay_readable_in_one_sitting() =>
        Assert.Empty(Sources("src").Concat(Sources("api")).Where(file => File.ReadLines(file).Count() > 400).Select(Relative));

    [Fact]
    public void Every_folder_of_source_is_a_namespace_of_the_same_name()
    {
        IEnumerable<string> strays =
            from file in Sources("src").Concat(Sources("api"))
            let declared = File.ReadLines(file).Select(line => NamespaceDeclaration().Match(line)).FirstOrDefault(match => match.Success)
            where declared is not null && !Path.GetDirectoryName(file)!.Replace('/', '.').EndsWith(declared.Groups["last"].Value, StringComparison.Ordinal)
            where declared.Groups["full"].Value != "ElementalProvider.Api"
            select $"{Relative(file)} declares {declared.Groups["full"].Value}";

        Assert.Empty(strays);
    }

    private static IEnumerable<string> Lines(string folder, Regex pattern) =>
        from file in Sources(folder)
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{Relative(file)}:{line.Number}: {line.Text.Trim()}";

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.EndsWith("SourceRuleTests.cs", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bGrpc\.(Core|AspNetCore)|RpcException|\bGoogle\.|\bAgentProtocol\b")]
    private static partial Regex GrpcWords();

    [GeneratedRegex(@"Metadata!?\.\w+\s*=[^=>]|\b(Labels|Annotations|Finalizers|OwnerReferences)!?(\[[^\]]*\]\s*=[^=]|\.(Add|Remove|Clear|Insert)\()|\.(SetLabel|SetAnnotation|EnsureMetadata)\(")]
    private static partial Regex ChangedInPlace();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\([0-9]|Task\.Delay\(TimeSpan\.From[A-Za-z]+\([0-9.]+\)\)")]
    private static partial Regex ThreadSleep();

    [GeneratedRegex(@"^namespace (?<full>(\w+\.)*(?<last>\w+));")]
    private static partial Regex NamespaceDeclaration();
}
