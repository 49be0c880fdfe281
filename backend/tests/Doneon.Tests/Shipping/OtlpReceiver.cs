using System.Collections.Concurrent;
using System.Text;
using Doneon.Dev;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Doneon.Tests.Shipping;

/// <summary>A collector of traces and metrics that keeps the bytes it is sent. Texts in protobuf stand there as they are.</summary>
sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<(string Path, byte[] Bytes)> received = new();

    OtlpReceiver(string address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            received.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        Address = address;
    }

    public string Address { get; }

    public string Traces => Text("/v1/traces");
    public string Metrics => Text("/v1/metrics");
    public string Everything => string.Concat(received.Select(message => Encoding.Latin1.GetString(message.Bytes)));

    string Text(string path) => string.Concat(received.Where(message => message.Path == path).Select(message => Encoding.Latin1.GetString(message.Bytes)));

    public static async Task<OtlpReceiver> Start()
    {
        var receiver = new OtlpReceiver($"http://localhost:{Ports.Free()}");
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
