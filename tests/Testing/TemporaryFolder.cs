namespace ElementalProvider.Testing;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("elemental-test-").FullName;

    /// <summary>The path of something in it.</summary>
    /// <param name="name">Its name; may go through folders.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and makes the folders it is in.</summary>
    /// <param name="name">Its name; may go through folders.</param>
    /// <param name="content">Its text.</param>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        string path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
