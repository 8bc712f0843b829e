using System.Buffers.Text;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ElementalProvider.Agent.Bootstrapping;

/// <summary>
/// Takes out of a text whatever was in the bootstrap data, so that the rest can be shown: a word that has any six letters of the data in it, or is
/// one of its words, becomes an ellipsis. Words of the trade, which no secret consists of, stay.
/// </summary>
internal sealed partial class BootstrapScrubber
{
    private const string Hidden = "…";
    private const int Fragment = 6;
    private const int ShortestWord = 3;
    private const int LargestDecoded = 4 << 20;

    /// <summary>Matches of these say nothing about the data: they are in every cloud-config and in every log of one.</summary>
    private static readonly FrozenSet<string> Vocabulary = (
        "a an and are as at be been by can cannot could did do does done end error errors exit exited fail failed failing failure fatal file files for "
        + "from get had has have if in info init initial into invalid is it join kind line list make may missing must name new no none not of off on one or "
        + "open out path permission denied read ready required root run runcmd running see set start started status stop such that the then there this time "
        + "timeout to tmp true false two up use used using usr value version wait waiting warning was were when which with without write yaml json yes you "
        + "add bin boot bootstrap bootcmd ca cert certs certificate cloud cloud-config cloud-init cluster cluster-api command complete conf config containerd "
        + "content control control-plane create data directory disable discovery dns enable encoding etc etcd etcdadm endpoint exec group host hostname hosts "
        + "image ignition kube kubeadm kubeconfig kubectl kubelet kubernetes lib local localhost log logs manifests module modules mount network node ntp "
        + "opt owner permissions phase pki plane pod port preflight proxy pull scripts script sbin server service shell ssh success systemctl systemd systemd-resolved "
        + "token unit units update user users var write-files write_files apiversion apiserver clusterconfiguration initconfiguration joinconfiguration kubeletconfiguration "
        + "kubeproxyconfiguration noderegistration bootstraptokens bootstraptoken localapiendpoint advertiseaddress bindport controlplane controlplaneendpoint "
        + "kubernetesversion clustername networking podsubnet servicesubnet dnsdomain certificatesdir imagerepository scheduler controllermanager extraargs "
        + "taints criSocket ignorepreflighterrors kubeletextraargs unsafeskipcaverification cacerthashes certificatekey api io k8s x-k8s v1beta2 v1beta3 v1beta4")
        .ToLowerInvariant().Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly List<string> texts = [];
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    /// <summary>Learns what must not be shown.</summary>
    /// <param name="data">The bootstrap data; what is encoded in it counts as well.</param>
    public BootstrapScrubber(ReadOnlySpan<byte> data) => Learn(Unpacked(data.ToArray()), depth: 3);

    /// <summary>The text without anything that was in the data.</summary>
    public string Scrub(string text) => Token().Replace(text, token => IsSecret(token.Value) ? Hidden : token.Value);

    private bool IsSecret(string token)
    {
        MatchCollection pieces = Piece().Matches(token);
        if (pieces.Count > 0 && pieces.All(piece => IsOfTheTrade(piece.Value)))
            return false;

        for (int start = 0; start + Fragment <= token.Length; start++)
        {
            string fragment = token.Substring(start, Fragment);
            if (texts.Any(text => text.Contains(fragment, StringComparison.Ordinal)))
                return true;
        }

        return words.Contains(token) || Word().Matches(token).Any(word => words.Contains(word.Value) && !IsOfTheTrade(word.Value));
    }

    private static bool IsOfTheTrade(string word) => Vocabulary.Contains(word.Trim('-').ToLowerInvariant());

    private void Learn(string text, int depth)
    {
        texts.Add(text);
        foreach (Match token in Token().Matches(text))
        {
            if (token.Length >= ShortestWord)
                words.Add(token.Value);
            foreach (Match word in Word().Matches(token.Value).Where(word => word.Length >= ShortestWord))
                words.Add(word.Value);
        }

        if (depth == 0)
            return;

        if (text.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(text) is var plain && plain != text)
            Learn(plain, depth - 1);
        if (text.Contains('\\', StringComparison.Ordinal))
            Learn(Unescaped(text), depth: 0);
        foreach (Match encoded in Encoded().Matches(text))
        {
            if (Decoded(encoded.Value) is { } decoded)
                Learn(decoded, depth - 1);
        }
    }

    private static string Unescaped(string text) => text
        .Replace(@"\n", "\n", StringComparison.Ordinal)
        .Replace(@"\t", "\t", StringComparison.Ordinal)
        .Replace(@"\""", "\"", StringComparison.Ordinal)
        .Replace(@"\\", @"\", StringComparison.Ordinal);

    private static string? Decoded(string base64)
    {
        byte[] text = Encoding.ASCII.GetBytes(base64);
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out int written) != System.Buffers.OperationStatus.Done || written < ShortestWord)
            return null;

        // What is no text, such as a key in DER, is not printed as such: its base64 is what must be found.
        string plain = Unpacked(bytes[..written]);
        return plain.Contains('\uFFFD', StringComparison.Ordinal) ? null : plain;
    }

    private static string Unpacked(byte[] data)
    {
        if (data is not [0x1f, 0x8b, ..])
            return Encoding.UTF8.GetString(data);

        try
        {
            using GZipStream packed = new(new MemoryStream(data), CompressionMode.Decompress);
            byte[] plain = new byte[LargestDecoded];
            int length = packed.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(plain, 0, length);
        }
        catch (InvalidDataException)
        {
            return Encoding.UTF8.GetString(data);
        }
    }

    [GeneratedRegex(@"\S+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"[^\s""'=,:;()\[\]{}<>|`]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Piece();

    [GeneratedRegex(@"[A-Za-z0-9+/]{16,}={0,2}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Encoded();
}
