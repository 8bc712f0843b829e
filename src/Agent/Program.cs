using ElementalProvider.Agent.Cli;

return await new AgentCommandLine(Console.Out, Console.Error, TimeProvider.System).RunAsync(args, CancellationToken.None);
