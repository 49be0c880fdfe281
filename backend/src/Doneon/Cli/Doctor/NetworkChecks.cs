using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Doneon.Cli.Doctor;

/// <summary>The way to the server: name, port, TLS.</summary>
static class NetworkChecks
{
    public const string Dns = "DNS", Tcp = "TCP", Tls = "TLS";

    public static async Task Run(Report report, Settings? settings)
    {
        var connection = settings?.Connection(settings.Database);
        IPAddress[] addresses = [];
        await report.Check(Dns, [Report.SettingsCheck], async stop =>
        {
            if (settings!.Database.IsSocket) return Finding.Ok("not needed: a unix socket on this machine");
            if (IPAddress.TryParse(connection!.Host, out var literal))
            {
                addresses = [literal];
                return Finding.Ok("not needed: the URL names an address");
            }
            addresses = await Resolve(connection.Host!, stop);
            return Finding.Ok($"{connection.Host} is {string.Join(", ", addresses.Take(4).Select(address => address.ToString()))}{(addresses.Length > 4 ? " …" : "")}");
        });

        using var way = new Way();
        await report.Check(Tcp, [Dns], async stop =>
        {
            await way.Open(connection!, addresses, stop);
            return Finding.Ok($"{way.Place} answers");
        });
        await report.Check(Tls, [Tcp], stop => TlsCheck.Look(way.Stream!, connection!, settings!, stop));
    }

    static async Task<IPAddress[]> Resolve(string host, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        return await System.Net.Dns.GetHostAddressesAsync(host, patience.Token);
    }

    /// <summary>A bare connection, address after address as Npgsql tries them.</summary>
    sealed class Way : IDisposable
    {
        Socket? socket;

        public NetworkStream? Stream { get; private set; }
        public string Place { get; private set; } = "";

        public async Task Open(NpgsqlConnectionStringBuilder connection, IPAddress[] addresses, CancellationToken stop)
        {
            EndPoint[] places = addresses.Length == 0
                ? [new UnixDomainSocketEndPoint(Path.Combine(connection.Host!, $".s.PGSQL.{connection.Port}"))]
                : [.. addresses.Select(address => new IPEndPoint(address, connection.Port))];
            for (var i = 0; ; i++)
            {
                socket = new(places[i].AddressFamily, SocketType.Stream, addresses.Length == 0 ? ProtocolType.Unspecified : ProtocolType.Tcp);
                try
                {
                    using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    patience.CancelAfter(TimeSpan.FromSeconds(connection.Timeout));
                    await socket.ConnectAsync(places[i], patience.Token);
                    (Stream, Place) = (new(socket), places[i].ToString()!);
                    return;
                }
                catch (Exception e) when (e is SocketException or OperationCanceledException && i < places.Length - 1)
                {
                    socket.Dispose();
                }
            }
        }

        public void Dispose()
        {
            Stream?.Dispose();
            socket?.Dispose();
        }
    }
}
