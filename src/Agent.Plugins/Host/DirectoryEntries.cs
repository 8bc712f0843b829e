using System.Runtime.InteropServices;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Makes renames and deletions durable. .NET refuses to open a directory, so this asks libc.</summary>
internal static partial class DirectoryEntries
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>fsync of a directory: what was created, renamed or deleted in it survives a power cut.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        int descriptor = Open(directory, ReadOnly | CloseOnExec);
        if (descriptor < 0)
            throw Failure("open", directory);

        try
        {
            if (Synchronize(descriptor) != 0)
                throw Failure("fsync", directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string directory) =>
        new($"{call} of {directory} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
