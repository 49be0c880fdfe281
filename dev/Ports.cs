using System.Net;
using System.Net.Sockets;

namespace Doneon.Dev;

public static class Ports
{
    /// <summary>The wished port when it is free, else a random one, below the range from which systems take client ports.</summary>
    public static int Free(int? wish = null)
    {
        var port = wish ?? Random.Shared.Next(15_000, 32_000);
        while (!IsFree(port)) port = Random.Shared.Next(15_000, 32_000);
        return port;
    }

    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port);

    public static async Task<bool> Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("localhost", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // A machine without IPv6 cannot have the port taken there.
            return e.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }
}
