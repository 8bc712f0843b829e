namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The names that service accounts have as users and in groups.</summary>
internal static class ServiceAccountName
{
    private const string Prefix = "system:serviceaccount:";

    public static string User(string namespaceName, string name) => $"{Prefix}{namespaceName}:{name}";

    public static string[] Groups(string namespaceName) => ["system:serviceaccounts", $"system:serviceaccounts:{namespaceName}"];

    /// <summary>Namespace and name of the account that a user is, or null where he is none.</summary>
    public static (string Namespace, string Name)? Parse(string user) =>
        user.StartsWith(Prefix, StringComparison.Ordinal) && user[Prefix.Length..].Split(':') is [{ Length: > 0 } namespaceName, { Length: > 0 } name] ? (namespaceName, name) : null;
}
