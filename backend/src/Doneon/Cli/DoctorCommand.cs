using System.CommandLine;
using Doneon.Cli.Doctor;

namespace Doneon.Cli;

public static class DoctorCommand
{
    public static Command Build()
    {
        var doctor = new Command("doctor", "Look step by step, changing nothing, whether DATABASE_URL can serve Doneon, and name remedies");
        doctor.SetAction((_, stop) => Examine(stop));
        return doctor;
    }

    static async Task<int> Examine(CancellationToken stop)
    {
        var report = new Report(Console.Out, stop);
        var settings = await report.Settings(CommandLine.ReadSettings);
        await NetworkChecks.Run(report, settings);
        await DatabaseChecks.Run(report, settings);
        await SchemaChecks.Run(report, settings);
        return report.Conclude();
    }
}
