using System.CommandLine;
using ElementalProvider.DocumentCheck;

Argument<string[]> documents = new("documents") { Description = "Markdown documents, each run in a shell of its own.", Arity = ArgumentArity.OneOrMore };
Option<int> patience = new("--patience") { Description = "Seconds that one command may print nothing.", DefaultValueFactory = _ => 300 };
RootCommand command = new("Types the commands in the console blocks of documents, in order, and compares what one sees with what they say. KUBECONFIG says where.")
{
    documents,
    patience,
};
command.SetAction(async parsed =>
{
    DocumentRun run = new(Console.Out, TimeSpan.FromSeconds(parsed.GetValue(patience)));
    try
    {
        foreach (string document in parsed.GetValue(documents)!)
        {
            if (!await run.CheckAsync(document))
                return 1;
        }

        return 0;
    }
    catch (Exception exception) when (exception is FormatException or IOException)
    {
        await Console.Error.WriteLineAsync($"error: {exception.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
