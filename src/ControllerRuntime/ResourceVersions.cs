using System.Globalization;

namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// Which of two states of an object is the newer one. Whoever writes knows the newest state before the caches do, and must not take what they
/// still show for news.
/// </summary>
public static class ResourceVersions
{
    /// <summary>Whether a state is newer than another one of the same object. Resource versions of one kind are ordered integers.</summary>
    /// <param name="state">Metadata of a state.</param>
    /// <param name="other">Metadata of another one. Of another object under the same name neither is newer.</param>
    public static bool IsNewer(V1ObjectMeta state, V1ObjectMeta other) => state.Uid == other.Uid && Number(state) > Number(other);

    private static ulong Number(V1ObjectMeta metadata) =>
        ulong.TryParse(metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out ulong version) ? version : 0;
}
