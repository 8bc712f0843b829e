using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>JSON web tokens with ECDSA signatures (RFC 7519, ES256).</summary>
internal static class JsonWebToken
{
    private static readonly string Header = Encode(JsonText.ToUtf8(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" }));

    public static string Sign(JsonObject claims, ECDsa key)
    {
        string signed = $"{Header}.{Encode(JsonText.ToUtf8(claims))}";
        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <returns>The claims, or null where the token is none that <paramref name="key"/> signed.</returns>
    public static JsonObject? Verify(string token, ECDsa key)
    {
        if (token.Split('.') is not [var header, var claims, var signature] || header != Header)
            return null;
        try
        {
            bool isSigned = key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256);
            return isSigned ? JsonText.Parse(Base64Url.DecodeFromChars(claims)) as JsonObject : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
