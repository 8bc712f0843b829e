namespace ElementalProvider.Agent.Configuration;

/// <summary>The configuration cannot be used. The message is one sentence that names the file and the field.</summary>
internal sealed class ConfigException(string file, string problem) : Exception($"{file}: {problem}");
