using ElementalProvider.DocumentCheck;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>How documents are read and compared: what their check is worth rests on it.</summary>
public class DocumentCheckTests
{
    [Fact]
    public void Commands_and_what_one_sees_are_told_apart()
    {
        string[] lines =
        [
            "Text with $ signs",
            "```sh",
            "$ not run",
            "```",
            "```console",
            "$ kubectl patch x \\",
            ">   --type=merge",
            "x patched",
            "$ kubectl get x",
            "```",
        ];

        IReadOnlyList<ConsoleStep> steps = ConsoleBlocks.Read(lines);

        Assert.Equal([6, 9], steps.Select(step => step.Line));
        Assert.Equal(["kubectl patch x \\\n  --type=merge", "kubectl get x"], steps.Select(step => step.Command));
        Assert.Equal([["x patched"], []], steps.Select(step => step.Expected));
    }

    [Theory]
    [InlineData("```console\nno command\n```", "line 2: a console block begins with a command, \"$ ...\"")]
    [InlineData("```console\n$ true", "line 1: the console block does not end")]
    public void A_block_that_cannot_be_run_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => ConsoleBlocks.Read(text.Split('\n'))).Message);

    [Theory]
    [InlineData("NAME   AGE|a  1s", "NAME AGE|a      1s", true)]
    [InlineData("a … True", "a 17s True", true)]
    [InlineData("a … True", "a 17s False", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("first|…|last", "first|second|third|last", true)]
    [InlineData("first|…|last", "first|last", true)]
    [InlineData("first|…", "first", true)]
    [InlineData("first", "first|second", false)]
    [InlineData("first|second", "first", false)]
    public void What_is_seen_is_compared_line_by_line(string expected, string seen, bool matches) =>
        Assert.Equal(matches, ExpectedOutput.Matches(expected.Split('|'), seen.Split('|')));

    [Theory]
    [InlineData("$ A=1\n$ echo $A $HOME_IS_NOT_SET.\n1 .", true)]
    [InlineData("$ echo seen\nsomething else", false)]
    [InlineData("$ exit_code() { return 3; }; exit_code", false)]
    [InlineData("$ echo 'error: no such host'; false\nerror: no such host", true)]
    [InlineData("$ echo 'error: no such host'\nerror: no such host", false)]
    [InlineData("$ cat <<EOF\n> text\n> EOF\ntext", true)]
    [InlineData("$ printf 'no newline'\nno newline", true)]
    public async Task A_document_is_true_when_every_command_does_what_it_says(string block, bool isTrue)
    {
        using TemporaryFolder folder = new();
        string document = Path.Combine(folder.Path, "document.md");
        await File.WriteAllTextAsync(document, $"```console\n{block}\n```\n");
        using StringWriter output = new();

        Assert.Equal(isTrue, await new DocumentRun(output, TimeSpan.FromMinutes(1)).CheckAsync(document));
        Assert.StartsWith(isTrue ? $"ok {document}:2 " : $"{document}:2: $ ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_reported_with_what_it_printed()
    {
        using BashSession bash = new();

        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => bash.RunAsync("echo begun; read < <(tail -f /dev/null)", TimeSpan.FromSeconds(1)));

        Assert.Contains("begun", exception.Message, StringComparison.Ordinal);
    }
}
