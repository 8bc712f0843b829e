using System.IO.Compression;
using System.Text;
using ElementalProvider.Agent.Bootstrapping;

namespace ElementalProvider.Agent.Tests.Bootstrapping;

public class BootstrapScrubberTests
{
    private const string Data = """
        #cloud-config
        users:
        - name: operator
          passwd: "pa55 w0rd!#$x"
        write_files:
        - path: /run/kubeadm/kubeadm.yaml
          content: |
            token: abcdef.0123456789abcdef
            pin: "4711"
            certificateKey: 00112233445566778899
        runcmd:
        - kubeadm join 10.1.2.3:6443 --config /run/kubeadm/kubeadm.yaml
        """;

    [Theory]
    [InlineData("joining with abcdef.0123456789abcdef now", "joining with … now")]
    [InlineData("token=abcdef.0123456789abcdef, retry", "… retry")]
    [InlineData("""{"token":"abcdef.0123456789abcdef"}""", "…")]
    [InlineData("half of it: 23456789ab", "half of it: …")]
    [InlineData("key (00112233445566778899)", "key …")]
    [InlineData("the pin was 4711", "the … was …")]
    [InlineData("pin=4711;", "…")]
    [InlineData("pa55 w0rd!#$x", "… …")]
    [InlineData("dial tcp 10.1.2.3:6443: refused", "dial tcp … refused")]
    public void What_was_in_the_data_is_not_in_the_text(string text, string expected) => Assert.Equal(expected, Of(Data).Scrub(text));

    [Theory]
    [InlineData("kubeadm: error: /run/kubeadm/kubeadm.yaml has no bootstrapTokens")]
    [InlineData("kubeadm join --config /run/kubeadm/kubeadm.yaml failed with exit status 1")]
    [InlineData("the disk sda is full")]
    [InlineData("")]
    public void What_is_said_of_any_data_stays(string text) => Assert.Equal(text, Of(Data).Scrub(text));

    public static TheoryData<string> Encoded => new()
    {
        $"content: {Convert.ToBase64String(Encoding.UTF8.GetBytes("secret-inside-base64"))}",
        $"content: {Convert.ToBase64String(Packed("secret-inside-base64"))}",
        """{"contents":{"source":"data:,secret%2Dinside%2Dbase64%0A"}}""",
        $$$"""{"contents":{"source":"data:;base64,{{{Convert.ToBase64String(Encoding.UTF8.GetBytes("secret-inside-base64\n"))}}}"}}""",
        """{"inline":"first\nsecret-inside-base64\nlast"}""",
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public void What_is_encoded_in_the_data_counts_as_well(string data) => Assert.Equal("it was …", Of(data).Scrub("it was secret-inside-base64"));

    [Fact]
    public void Packed_data_is_unpacked() => Assert.Equal("it was …", new BootstrapScrubber(Packed("key: secret-inside")).Scrub("it was secret-inside"));

    private static BootstrapScrubber Of(string data) => new(Encoding.UTF8.GetBytes(data));

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
