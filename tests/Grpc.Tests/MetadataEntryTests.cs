using Grpc.Core;

namespace ElementalProvider.GrpcTests;

/// <summary>What may be metadata, and how it is found.</summary>
public sealed class MetadataEntryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("colon:")]
    [InlineData("größe")]
    public void A_key_of_other_characters_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("größer")]
    [InlineData("tab\t")]
    public void Text_that_http_does_not_carry_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", value));

    [Fact]
    public void Bytes_and_text_are_told_apart_by_the_suffix_of_the_key()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", [1]));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", [1]).Value);
        Assert.Equal("abc"u8.ToArray(), new Metadata.Entry("key", "abc").ValueBytes);
    }

    [Fact]
    public void Keys_are_lower_case_and_found_in_any_case()
    {
        Metadata metadata = new() { { "Key", "first" }, { "kEY", "last" }, { "other", "x" } };

        Assert.All(metadata.Take(2), entry => Assert.Equal("key", entry.Key));
        Assert.Equal("last", metadata.GetValue("KEY"));
        Assert.Equal(["first", "last"], metadata.GetAll("Key").Select(entry => entry.Value));
        Assert.Null(metadata.Get("missing"));
        Assert.Null(metadata.GetValue("missing"));
        Assert.Null(metadata.GetValueBytes("missing"));
    }

    [Fact]
    public void An_entry_keeps_bytes_of_its_own()
    {
        byte[] bytes = [1, 2];
        Metadata.Entry entry = new("key-bin", bytes);

        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void The_empty_metadata_cannot_be_changed()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void The_bytes_of_an_entry_are_not_printed() =>
        Assert.Equal("[Entry: key=token-bin, valueBytes=3 bytes]", new Metadata.Entry("token-bin", [1, 2, 3]).ToString());
}
