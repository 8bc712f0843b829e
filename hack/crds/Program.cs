using System.CommandLine;
using ElementalProvider.Api.Elemental;
using ElementalProvider.CrdGenerator;

Option<DirectoryInfo> output = new("--output", "-o")
{
    Description = "Folder that holds the CustomResourceDefinitions.",
    DefaultValueFactory = _ => new DirectoryInfo("config/crd"),
};
Option<FileInfo> page = new("--page")
{
    Description = "Page that holds the lifecycle of hosts, as a diagram and a table.",
    DefaultValueFactory = _ => new FileInfo("docs/concepts.md"),
};
Option<bool> check = new("--check")
{
    Description = "Write nothing; exit with 1 and name the files that differ from what would be written.",
};
RootCommand command = new("Writes the CustomResourceDefinitions and the lifecycle of hosts from api/.") { output, page, check };
command.SetAction(parsed =>
{
    DirectoryInfo folder = parsed.GetRequiredValue(output);
    IReadOnlyList<GeneratedFile> files = CrdFiles.Generate(typeof(ElementalHost).Assembly);
    FileInfo concepts = parsed.GetRequiredValue(page);
    GeneratedFile lifecycle = new(concepts.Name, LifecycleSection.Renew(File.ReadAllText(concepts.FullName)));
    return parsed.GetValue(check)
        ? CrdFiles.Check(folder, files, Console.Error) | CrdFiles.Check(concepts.Directory!, [lifecycle], Console.Error)
        : CrdFiles.Write(folder, files, Console.Out) | CrdFiles.Write(concepts.Directory!, [lifecycle], Console.Out);
});
return command.Parse(args).Invoke();
