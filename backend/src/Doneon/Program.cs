using Doneon.Cli;

return await CommandLine.Run(args);
