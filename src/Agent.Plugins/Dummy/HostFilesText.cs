using System.Text;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>Text, with the permissions that the dummy OS uses.</summary>
internal static class HostFilesText
{
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a text that every user of the host may read.</summary>
    public static Task WriteTextAsync(this IHostFiles files, string hostPath, string text, CancellationToken cancellationToken) =>
        files.WriteAsync(hostPath, Encoding.UTF8.GetBytes(text), Readable, cancellationToken);

    /// <summary>Writes a text that only root may read.</summary>
    public static Task WritePrivateTextAsync(this IHostFiles files, string hostPath, string text, CancellationToken cancellationToken) =>
        files.WriteAsync(hostPath, Encoding.UTF8.GetBytes(text), Private, cancellationToken);
}
