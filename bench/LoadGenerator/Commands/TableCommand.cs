using System.CommandLine;
using System.Text.Json;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Commands;

/// <summary>Shows results to a person.</summary>
internal static class TableCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> files = new("FILE") { Description = "Files with results, one JSON object a line.", Arity = ArgumentArity.OneOrMore };
        Command command = new("table", "Prints results as a Markdown table.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<JsonElement> results = [];
            foreach (FileInfo file in parsed.GetRequiredValue(files))
            {
                await foreach (string line in File.ReadLinesAsync(file.FullName, cancellationToken))
                    results.Add(JsonElement.Parse(line));
            }

            await ResultTable.WriteAsync(Console.Out, results);
            return 0;
        });
        return command;
    }
}
