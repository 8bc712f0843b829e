namespace ElementalProvider.Api.Elemental;

/// <summary>Names under which the API server records who owns what this provider writes (G4).</summary>
public static class FieldManagers
{
    /// <summary>The controllers.</summary>
    public const string Controllers = "elemental-provider";

    /// <summary>The gateway, which writes what hosts report.</summary>
    public const string Gateway = "elemental-gateway";
}
