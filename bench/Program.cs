using Doneon.Bench;
using Doneon.Dev;

try
{
    await Bench.Run(Options.Read(args));
    return 0;
}
catch (DevException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
