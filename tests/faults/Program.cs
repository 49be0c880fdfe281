using Doneon.Dev;
using Doneon.Faults;

try
{
    return await Campaign.Run(Options.Read(args));
}
catch (DevException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
