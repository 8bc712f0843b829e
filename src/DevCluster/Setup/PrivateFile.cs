using System.Text;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Writes files that hold credentials.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that only its owner can read.</summary>
    /// <exception cref="DevClusterException">It cannot be written.</exception>
    public static void Write(string path, string content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.Delete(path);
            using FileStream stream = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            stream.Write(Encoding.UTF8.GetBytes(content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"{path} cannot be written: {exception.Message}");
        }
    }
}
