namespace ElementalProvider.Contract;

/// <summary>A test against grpc-js; where node or npm is missing it is reported as skipped, with the reason.</summary>
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute()
    {
        string[] missing = [.. new[] { "node", "npm" }.Where(program => !IsOnPath(program))];
        if (missing.Length > 0)
            Skip = $"{string.Join(" and ", missing)} not found on PATH: install Node.js to run the tests against grpc-js.";
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}
