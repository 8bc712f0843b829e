using System.CommandLine;
using ElementalProvider.LoadGenerator.Commands;

const int WrongUse = 2;

ParseResult parsed = LoadCommand.Create(TimeProvider.System).Parse(args);
int outcome = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? WrongUse : outcome;
