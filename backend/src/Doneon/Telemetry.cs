using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Doneon;

/// <summary>Traces and metrics over OTLP, when an endpoint is named. As in the logs, no value of a person is in them.</summary>
public static class Telemetry
{
    const string Database = "Npgsql";

    public static void AddTelemetry(this IServiceCollection services, Settings settings)
    {
        if (settings.OtlpEndpoint is null) return;
        services.AddSingleton(_ => OpenTelemetrySdk.Create(telemetry => telemetry
            .ConfigureResource(resource => resource.AddService("doneon", serviceVersion: Server.Version).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", Database)
                .AddProcessor(new Discretion()).AddOtlpExporter(exporter => Direct(exporter, settings, "v1/traces")))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.*", "System.Runtime", Database)
                .AddOtlpExporter(exporter => Direct(exporter, settings, "v1/metrics")))));
        services.AddHostedService<Sender>();
    }

    static void Direct(OtlpExporterOptions exporter, Settings settings, string path)
    {
        exporter.Protocol = settings.OtlpGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        var endpoint = settings.OtlpEndpoint!.AbsoluteUri;
        exporter.Endpoint = settings.OtlpGrpc ? settings.OtlpEndpoint! : new Uri(endpoint.TrimEnd('/') + "/" + path);
    }

    /// <summary>The framework leaves a request's span without words. It is named by the route's pattern, never by the path.</summary>
    public static void Describe(HttpContext http)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span) return;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? "(no route)" : $"{http.Request.Method} {route}";
        if (route is not null) span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route);
        span.SetTag("http.response.status_code", http.Response.StatusCode).SetTag("doneon.request_id", http.TraceIdentifier);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Removes what could carry a person's words: paths as they were typed, and messages of failures.</summary>
    sealed class Discretion : BaseProcessor<Activity>
    {
        readonly ActivityListener failures = new()
        {
            ShouldListenTo = source => source.Name == Database,
            ExceptionRecorder = (Activity _, Exception e, ref TagList tags) =>
            {
                tags.Add("exception.message", e is PostgresException { SqlState: var state } ? state : "");
                tags.Add("exception.stacktrace", Logs.Describe(e));
            },
        };

        public Discretion() => ActivitySource.AddActivityListener(failures);

        public override void OnEnd(Activity data)
        {
            data.SetTag("url.path", null);
            data.SetTag("user_agent.original", null);
            if (data.Source.Name == Database && data.Status == ActivityStatusCode.Error) data.SetStatus(ActivityStatusCode.Error);
        }

        protected override void Dispose(bool disposing)
        {
            failures.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Begins with the server, and sends what is left at its end; a collector that does not answer holds nothing up.</summary>
    sealed class Sender(OpenTelemetrySdk sdk) : IHostedService
    {
        const int Patience = 2000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
            Task.Run(() => sdk.TracerProvider.Shutdown(Patience), CancellationToken.None),
            Task.Run(() => sdk.MeterProvider.Shutdown(Patience), CancellationToken.None));
    }
}
