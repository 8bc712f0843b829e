using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Tokens that machines join a cluster with. Each is a Secret in kube-system, and good as long as that is there and says so.</summary>
internal sealed class BootstrapTokens(ObjectStore store, TimeProvider clock)
{
    private const string Group = "system:bootstrappers";

    /// <summary>Whose token it is; null where it is not good, or not any more.</summary>
    public UserInfo? Find(string token)
    {
        if (token.Split('.') is not [{ Length: 6 } id, { Length: 16 } secret] || !IsPlain(id) || !IsPlain(secret))
            return null;

        if (store.Current.Find(new StoreKey("secrets", "kube-system", $"bootstrap-token-{id}")) is not { IsTerminating: false } kept)
            return null;

        JsonObject tree = kept.Parse();
        bool isGood = tree.Text("type") == "bootstrap.kubernetes.io/token"
            && Value(tree, "token-id") == id
            && Value(tree, "usage-bootstrap-authentication") == "true"
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value(tree, "token-secret")), Encoding.UTF8.GetBytes(secret))
            && IsValid(Value(tree, "expiration"));
        return isGood ? new UserInfo($"system:bootstrap:{id}", [Group, .. Extra(Value(tree, "auth-extra-groups")), UserInfo.AuthenticatedGroup]) : null;
    }

    private static IEnumerable<string> Extra(string groups) =>
        groups.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(group => group.StartsWith(Group + ":", StringComparison.Ordinal));

    /// <summary>A token without an end is good for ever; one whose end cannot be read is not good.</summary>
    private bool IsValid(string expiration) => expiration.Length == 0
        || (DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) && clock.GetUtcNow() < end);

    private static string Value(JsonObject secret, string key)
    {
        string base64 = secret.Text("data", key) ?? string.Empty;
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : string.Empty;
    }

    private static bool IsPlain(string part) => part.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));
}
