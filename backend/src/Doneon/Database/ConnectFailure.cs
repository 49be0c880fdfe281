using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Doneon.Database;

/// <summary>Why no connection could be made, in one clear line with a remedy and without a secret.</summary>
static class ConnectFailure
{
    public static StopException ToStop(Exception failure, DatabaseUrl url) =>
        new(StopException.Database, $"cannot use the database {url}: {Reason(failure)}. {Remedy(failure)}", failure);

    public static string Reason(Exception failure) => failure.GetBaseException() switch
    {
        PostgresException e => OneLine($"{e.MessageText} (SQLSTATE {e.SqlState})"),
        // The driver looks at the certificate in a callback of its own, so the message names that and not the fault.
        AuthenticationException e when e.Message.StartsWith("The remote certificate", StringComparison.Ordinal) =>
            "TLS failed: the server's certificate is not trusted, or made out for another name",
        AuthenticationException e => OneLine($"TLS failed: {e.Message}"),
        SocketException e => OneLine(e.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain ? "the host name is not known" : e.Message),
        TimeoutException or OperationCanceledException => "no answer in time",
        { } e => OneLine(e.Message),
    };

    public static string Remedy(Exception failure) => failure.GetBaseException() switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => "Check user and password in DATABASE_URL, and that the password is percent-encoded",
        PostgresException { SqlState: "3D000" } => "Check the database name in DATABASE_URL, or create the database",
        PostgresException { SqlState: "XX000" } e when e.MessageText.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            "Check user and password in DATABASE_URL, and that the password is percent-encoded",
        AuthenticationException => "Check that sslrootcert names the authority that signed it, and that the host name is the one in it; doneon doctor shows the certificate",
        NpgsqlException e when e.Message.Contains("SSL", StringComparison.Ordinal) => "The server offers no TLS: switch it on there",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } => "Check the host in DATABASE_URL",
        _ => "Check host and port in DATABASE_URL and that the server runs; doneon doctor looks step by step",
    };

    static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
