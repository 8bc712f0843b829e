using System.CommandLine;
using ElementalProvider.Api.Elemental;
using ElementalProvider.CrdGenerator;

Option<DirectoryInfo> output = new("--output", "-o")
{
    Description = "Folder that holds the CustomResourceDefinitions.",
    DefaultValueFactory = _ => new DirectoryInfo("config/crd"),
};
Option<bool> check = new("--check")
{
    Description = "Write nothing; exit with 1 and name the files that differ from what would be written.",
};
RootCommand command = new("Writes the CustomResourceDefinitions from the records and doc comments in api/.") { output, check };
command.SetAction(parsed =>
{
    DirectoryInfo folder = parsed.GetRequiredValue(output);
    IReadOnlyList<GeneratedFile> files = CrdFiles.Generate(typeof(ElementalHost).Assembly);
    return parsed.GetValue(check) ? CrdFiles.Check(folder, files, Console.Error) : CrdFiles.Write(folder, files, Console.Out);
});
return command.Parse(args).Invoke();
