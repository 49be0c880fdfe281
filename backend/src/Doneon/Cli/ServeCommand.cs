using System.CommandLine;

namespace Doneon.Cli;

public static class ServeCommand
{
    public static Command Build()
    {
        var serve = new Command("serve", "Run the server, after applying pending migrations; what doneon does without a verb");
        serve.SetAction((_, stop) => Serve(stop));
        return serve;
    }

    public static async Task<int> Serve(CancellationToken stop)
    {
        try
        {
            return await Startup.Serve(CommandLine.ReadSettings(), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0; // Told to end before it began: that is no failure.
        }
    }
}
