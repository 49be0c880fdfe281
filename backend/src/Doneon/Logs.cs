using System.Text;
using Npgsql;

namespace Doneon;

/// <summary>Logs, one line an entry. They never carry a secret or a task's text: no values, no paths, no messages of exceptions.</summary>
public static class Logs
{
    public static void Configure(ILoggingBuilder logging, Settings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // The framework tells of each request what Answers tells better.
        logging.AddFilter("Microsoft", Louder(settings.LogLevel, LogLevel.Warning)).AddFilter("Npgsql", Louder(settings.LogLevel, LogLevel.Warning))
            .AddFilter("System", Louder(settings.LogLevel, LogLevel.Warning))
            // It opens a span and a scope for each request, as soon as it may log at all.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", settings.LogRequests || settings.LogLevel <= LogLevel.Debug ? LogLevel.Warning : LogLevel.None)
            // What fails at start is told in one line at the end: here it would stand a second time, with a stack trace.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", settings.LogLevel <= LogLevel.Debug ? LogLevel.Error : LogLevel.None);
        logging.Services.AddSingleton<Microsoft.Extensions.Logging.Console.ConsoleFormatter>(new LogLine(readable: settings.Development));
        logging.AddConsole(console => console.FormatterName = LogLine.FormatterName);
    }

    /// <summary>For verbs whose output is their result: only what delays them is told, beside it.</summary>
    public static ILoggerFactory OnErrorStream() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).AddSimpleConsole(console => console.SingleLine = true));

    static LogLevel Louder(LogLevel one, LogLevel other) => one > other ? one : other;

    /// <summary>What happened and where. Messages are left out: PostgreSQL's and the parsers' quote the text they stumbled over.</summary>
    public static string Describe(Exception failure)
    {
        var text = new StringBuilder();
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (text.Length > 0) text.Append("\n caused by ");
            text.Append(e.GetType().FullName);
            if (e is PostgresException { SqlState: var state }) text.Append(" SQLSTATE ").Append(state);
            if (e.StackTrace is { } trace) text.Append('\n').Append(trace);
        }
        return text.ToString();
    }
}
