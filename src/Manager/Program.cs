using ElementalProvider.Manager;
using ElementalProvider.Manager.Options;

return await new ManagerCommand(ManagerProcess.RunAsync, Environment.GetEnvironmentVariable, Console.Error).InvokeAsync(args);
