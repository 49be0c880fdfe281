using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Doneon.Exchange;
using Doneon.Health;
using Doneon.Http;
using Doneon.Tasks;
using Microsoft.AspNetCore.HttpOverrides;

namespace Doneon;

/// <summary>The whole host on one page: services, middleware, routes.</summary>
public static class Server
{
    const int LargestBody = 256 * 1024;

    /// <summary>After a restart all clients come at once; whoever finds no place in this queue knocks again after seconds. Systems allow 4,096.</summary>
    const int AtTheDoor = 4096;

    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Names the code itself: another build may write other answers.</summary>
    public static string CodeId { get; } = $"{Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId:N}";

    /// <param name="opening">Asked for by the first request, at which it is over.</param>
    public static WebApplication Build(Settings settings, Task<Startup.Opened> opening, WebApp webApp)
    {
        // An empty builder: no configuration files, no file watchers, only what is named here.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "doneon" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseSockets(sockets => sockets.Backlog = AtTheDoor);
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // An answer is held until it is taken: not for hours.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));
        });
        Logs.Configure(builder.Logging, settings);

        var services = builder.Services;
        services.AddRoutingCore();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. settings.AllowedOrigins])
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE").WithHeaders("Authorization", "Content-Type", "If-Match", "If-None-Match", Idempotency.Header)
            .WithExposedHeaders("Content-Disposition", "ETag", "Link", "Location", "Retry-After", Idempotency.Replayed).SetPreflightMaxAge(TimeSpan.FromHours(1))));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, DoneonJson.Default);
        });
        services.AddDoneonOpenApi();
        // Orchestrators grant 30 seconds; the rest is for sending the last telemetry and closing the pool.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
        services.AddSingleton(settings).AddSingleton(_ => opening.Result.Db).AddSingleton(_ => opening.Result.Db.Connections).AddSingleton(TimeProvider.System)
            .AddSingleton(_ => new Tokens(opening.Result.SigningKey, TimeProvider.System)).AddSingleton(new HashingLane()).AddSingleton<PoolFigures>().AddSingleton(new KeptLists())
            .AddSingleton(new LoginThrottle(TimeProvider.System, settings.FailedLoginsPerAccount, settings.FailedLoginsPerAddress))
            .AddSingleton<Turning>().AddSingleton<RequestLimits>().AddSingleton<Turns>().AddSingleton<ExchangePlaces>().AddScoped<SignIn>().AddSingleton<Answers>();
        services.AddTelemetry(settings);

        var app = builder.Build();
        if (settings.TrustedProxies.Count > 0) app.UseForwardedHeaders(Forwarded(settings));
        app.Use(app.Services.GetRequiredService<Answers>().Middleware);
        app.Use(HeadIsGet);
        if (settings.AllowedOrigins.Count > 0) app.UseCors();
        app.Use(webApp.Middleware);
        app.UseRouting();
        var limits = new Lazy<RequestLimits>(app.Services.GetRequiredService<RequestLimits>);
        app.Use((http, next) => limits.Value.ByAddress(http, next));
        app.Use(Identify.Middleware);
        app.Use((http, next) => limits.Value.ByUser(http, next));
        app.MapAccounts();
        app.MapTasks();
        app.MapExchange();
        app.MapHealth();
        app.MapDescription();
        return app;
    }

    /// <summary>HEAD is answered as GET; the web server itself leaves the body out.</summary>
    static Task HeadIsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method)) http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    /// <summary>Addresses and the scheme are believed from these proxies only.</summary>
    static ForwardedHeadersOptions Forwarded(Settings settings)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in settings.TrustedProxies) options.KnownIPNetworks.Add(network);
        return options;
    }
}
