namespace ElementalProvider.Controllers;

/// <summary>The one name under which all writes of this provider are recorded (G4).</summary>
internal static class FieldManager
{
    public const string Name = "elemental-provider";
}
