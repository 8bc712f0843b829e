namespace ElementalProvider.CrdGenerator;

/// <summary>A file as the generator wants it.</summary>
/// <param name="Name">File name without a folder.</param>
/// <param name="Content">The whole text.</param>
public sealed record GeneratedFile(string Name, string Content);
