namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Ends what an actor is doing in the middle: it died, or the server refused a write that was decided on an old state.</summary>
internal sealed class CutOffException : Exception
{
    public static readonly CutOffException Death = new();
    public static readonly CutOffException Conflict = new() { IsConflict = true };

    public bool IsConflict { get; private init; }
}
