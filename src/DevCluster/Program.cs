using ElementalProvider.DevCluster.Cli;

return await new DevCommandLine(Console.Out, Console.Error, TimeProvider.System).RunAsync(args, CancellationToken.None);
