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

    [Fact]
    public void Only_the_adapter_of_the_gateway_speaks_gRPC() =>
        Assert.DoesNotContain(
            Lines("src/AgentGateway", GrpcCore()), line => !line.StartsWith("src/AgentGateway/Grpc/", StringComparison.Ordinal));

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

    [GeneratedRegex(@"Grpc\.Core|RpcException|Google\.Rpc")]
    private static partial Regex GrpcCore();

    [GeneratedRegex(@"Metadata!?\.\w+\s*=[^=>]|\b(Labels|Annotations|Finalizers|OwnerReferences)!?(\[[^\]]*\]\s*=[^=]|\.(Add|Remove|Clear|Insert)\()|\.(SetLabel|SetAnnotation|EnsureMetadata)\(")]
    private static partial Regex ChangedInPlace();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\([0-9]|Task\.Delay\(TimeSpan\.From[A-Za-z]+\([0-9.]+\)\)")]
    private static partial Regex ThreadSleep();

    [GeneratedRegex(@"^namespace (?<full>(\w+\.)*(?<last>\w+));")]
    private static partial Regex NamespaceDeclaration();
}
