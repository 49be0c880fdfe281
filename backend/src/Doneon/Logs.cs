using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Doneon;

/// <summary>Logs and telemetry. Neither ever carries a secret or a task's text: statements are logged without their values.</summary>
public static class Logs
{
    public static void Configure(ILoggingBuilder logging, Settings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // The framework tells of each request what Answers tells better.
        logging.AddFilter("Microsoft", Louder(settings.LogLevel, LogLevel.Warning)).AddFilter("Npgsql", Louder(settings.LogLevel, LogLevel.Warning))
            .AddFilter("System", Louder(settings.LogLevel, LogLevel.Warning));
        if (settings.Development) logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        else logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }

    /// <summary>For verbs whose output is their result: only what delays them is told, beside it.</summary>
    public static ILoggerFactory OnErrorStream() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).AddSimpleConsole(console => console.SingleLine = true));

    static LogLevel Louder(LogLevel one, LogLevel other) => one > other ? one : other;

    /// <summary>Traces and metrics over OTLP, when an endpoint is named.</summary>
    public static void AddTelemetry(this IServiceCollection services, Settings settings)
    {
        if (settings.OtlpEndpoint is null) return;
        services.AddSingleton(_ => OpenTelemetrySdk.Create(telemetry => telemetry
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", "Npgsql").AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore*", "Npgsql").AddOtlpExporter())));
        services.AddHostedService<Telemetry>();
    }

    /// <summary>Begins with the server, and sends what is left at its end.</summary>
    sealed class Telemetry(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk.TracerProvider.ForceFlush(2000);
            sdk.MeterProvider.ForceFlush(2000);
            return Task.CompletedTask;
        }
    }
}
