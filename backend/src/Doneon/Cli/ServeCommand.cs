using System.CommandLine;

namespace Doneon.Cli;

public static class ServeCommand
{
    public static Command Build()
    {
        var serve = new Command("serve", "Run the server (this is also what doneon does without a verb).");
        serve.SetAction((_, stop) => Serve(stop));
        return serve;
    }

    public static Task<int> Serve(CancellationToken stop) => Startup.Serve(CommandLine.ReadSettings(), stop);
}
