namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Verbs of the Kubernetes API, as RBAC spells them.</summary>
internal static class Verbs
{
    public const string Create = "create";
    public const string Update = "update";
    public const string Patch = "patch";
    public const string Delete = "delete";
    public const string Watch = "watch";
}
